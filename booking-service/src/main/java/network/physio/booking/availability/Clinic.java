package network.physio.booking.availability;

import java.time.ZoneId;
import java.util.UUID;

/** What booking has to know of a clinic. */
public record Clinic(
        UUID id, String code, String name, ZoneId zone, double latitude, double longitude, Policy policy) {}

package network.physio.booking.patient;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.UUID;
import network.physio.booking.accesslog.Purpose;

/**
 * A patient whom the caller may touch, with what booking needs to know and nothing that says who it is.
 *
 * @param provisional made by a guest, a patient or a partner and not yet confirmed by reception
 * @param purpose why the caller may touch it
 */
public record PatientRef(
        UUID id, boolean provisional, LocalDate dateOfBirth, ZoneId zone, boolean deceased, Purpose purpose) {}

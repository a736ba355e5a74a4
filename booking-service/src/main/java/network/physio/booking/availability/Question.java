package network.physio.booking.availability;

import java.time.Instant;
import network.physio.booking.access.Audience;

/** When could this visit start? Asked for one treatment, clinic and practitioner, within a window. */
public record Question(
        Treatment treatment,
        int minutes,
        VisitKind visitKind,
        Clinic clinic,
        Offering offering,
        Audience audience,
        PlaceWish places,
        Instant now,
        Span window) {}

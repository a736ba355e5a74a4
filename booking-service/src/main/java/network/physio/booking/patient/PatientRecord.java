package network.physio.booking.patient;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A patient's row with the caller's standing: neither merged into another one nor erased. */
record PatientRecord(
        UUID id,
        boolean provisional,
        String givenName,
        String familyName,
        @Nullable String preferredName,
        LocalDate dateOfBirth,
        @Nullable String email,
        @Nullable String phone,
        String language,
        boolean interpreter,
        ZoneId zone,
        boolean deceased,
        boolean doNotContact,
        int version,
        OffsetDateTime createdAt,
        Standing standing) {

    PatientRef ref() {
        return new PatientRef(id, provisional, dateOfBirth, zone, deceased, standing.purpose());
    }
}

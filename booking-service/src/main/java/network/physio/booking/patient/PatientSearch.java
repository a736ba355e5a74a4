package network.physio.booking.patient;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which of its patients a front desk asks for. All but {@code names} must match exactly, letter case aside.
 *
 * @param names each the beginning of a given, preferred or family name
 * @param after the last patient of the page before: an id and not a name, since cursors stand in addresses
 */
record PatientSearch(
        @Nullable UUID clinic,
        @Nullable String email,
        @Nullable String phone,
        @Nullable String familyName,
        @Nullable LocalDate dateOfBirth,
        List<String> names,
        @Nullable Boolean provisional,
        @Nullable UUID after,
        int limit) {}

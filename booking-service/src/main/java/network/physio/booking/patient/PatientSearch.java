package network.physio.booking.patient;

import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Which patients a front desk asks for; what is given must match exactly, letter case aside. */
record PatientSearch(
        @Nullable UUID clinic,
        @Nullable String email,
        @Nullable String phone,
        @Nullable String familyName,
        @Nullable LocalDate dateOfBirth,
        @Nullable UUID after,
        int limit) {}

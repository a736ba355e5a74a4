package network.physio.booking.patient.account;

import java.time.OffsetDateTime;
import java.util.UUID;
import network.physio.booking.patient.Relation;
import org.jspecify.annotations.Nullable;

/** An account that may act for a patient, from when until when, and who has checked that it may. */
record LinkedAccount(
        UUID id,
        String subject,
        Relation relation,
        Scope scope,
        OffsetDateTime from,
        @Nullable OffsetDateTime until,
        String verifiedBy) {}

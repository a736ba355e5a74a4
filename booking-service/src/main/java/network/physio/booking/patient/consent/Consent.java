package network.physio.booking.patient.consent;

import java.time.OffsetDateTime;
import java.util.UUID;
import network.physio.booking.patient.Relation;
import org.jspecify.annotations.Nullable;

/**
 * One yes to one version of a text.
 *
 * @param givenBy the name of the person, or the account with which it was given
 * @param recordedBy who wrote it down
 */
record Consent(
        UUID id,
        ConsentKind kind,
        String textVersion,
        String givenBy,
        Relation relation,
        OffsetDateTime givenAt,
        @Nullable OffsetDateTime withdrawnAt,
        @Nullable String recordedBy) {}

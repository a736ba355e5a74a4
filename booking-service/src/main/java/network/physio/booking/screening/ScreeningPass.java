package network.physio.booking.screening;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a verified pass says; docs/screening-pass.md explains each claim. */
record ScreeningPass(
        UUID id,
        UUID assessmentId,
        Gate gate,
        List<String> blocked,
        List<String> cautioned,
        @Nullable Instant notBefore,
        List<Integer> lengths,
        Instant validForStartsBefore,
        Instant expiresAt,
        @Nullable String plan,
        @Nullable String subjectHash) {

    /** How far the pass opens the door; a value that is not known here makes the pass invalid. */
    enum Gate {
        CLEAR,
        ASSESSMENT_ONLY,
        CLEARANCE_NEEDED
    }
}

package network.physio.triage.question;

import java.time.Instant;

/** One answer, of the type that its question asks for. */
public sealed interface Answer {
    record Flagged(Flag flag) implements Answer {}

    record Chosen(String code) implements Answer {}

    record Moment(Instant at) implements Answer {}

    /** As the client would send it. */
    default String text() {
        return switch (this) {
            case Flagged(var flag) -> flag.code();
            case Chosen(var code) -> code;
            case Moment(var at) -> at.toString();
        };
    }
}

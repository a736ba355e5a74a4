package network.physio.booking.screening;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import network.physio.http.Slugs;
import org.jspecify.annotations.Nullable;

/**
 * What screening allows an appointment, kept on it: it is held to this again when it moves or changes its treatment.
 *
 * @param pass id of the pass it rests on
 * @param lengths allowed minutes of a hands-on visit, null for any
 */
public record Screening(
        State state,
        @Nullable UUID pass,
        List<String> blocked,
        List<String> cautioned,
        @Nullable Instant notBefore,
        @Nullable Instant startsBefore,
        boolean assessmentOnly,
        @Nullable List<Integer> lengths) {

    /** How the appointment stands towards screening. */
    public enum State {
        NOT_REQUIRED,
        PENDING,
        CLEARED,
        RESTRICTED,
        OVERRIDDEN;

        public String code() {
            return Slugs.of(this);
        }
    }

    /** Before anybody has been screened, or where nobody needs to be. */
    public static Screening without(State state) {
        return new Screening(state, null, List.of(), List.of(), null, null, state == State.PENDING, null);
    }

    /**
     * How a later visit of the same course begins: what was found holds, how long the pass lasts does not, because each of
     * them waits for a short screening of its own.
     */
    public Screening ofLaterVisit() {
        return state == State.NOT_REQUIRED
                ? this
                : new Screening(State.PENDING, pass, blocked, cautioned, notBefore, null, assessmentOnly, lengths);
    }

    static Screening of(ScreeningPass pass, boolean restricted) {
        return new Screening(
                restricted ? State.RESTRICTED : State.CLEARED,
                pass.id(),
                pass.blocked(),
                pass.cautioned(),
                pass.notBefore(),
                pass.validForStartsBefore(),
                pass.gate() != ScreeningPass.Gate.CLEAR,
                pass.lengths());
    }
}

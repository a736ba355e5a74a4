package network.physio.booking.proof;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import network.physio.booking.proof.BookingCalls.Answer;
import network.physio.booking.proof.DiaryModel.State;
import network.physio.booking.proof.DiaryModel.Visit;
import org.jspecify.annotations.Nullable;

/** What is said of a visit on its day, and taken back. */
final class VisitOperations {

    private final FrontDesk desk;

    VisitOperations(FrontDesk desk) {
        this.desk = desk;
    }

    void step() throws IOException {
        Instant now = desk.now();
        Visit visit = desk.random.nextBoolean() ? begun(now) : null;
        if (visit == null) {
            visit = desk.any(State.CONFIRMED, State.ARRIVED, State.IN_TREATMENT);
        }
        if (visit == null) {
            return;
        }
        switch (visit.state) {
            case CONFIRMED -> {
                if (desk.random.nextBoolean()) {
                    take(visit, "arrive", null, State.ARRIVED, !now.isBefore(FrontDesk.dayOf(visit.start)));
                } else {
                    take(visit, "no-show", "{}", State.NO_SHOW, !now.isBefore(desk.instant(visit.start)));
                }
            }
            case ARRIVED -> take(visit, "start", "{}", State.IN_TREATMENT, true);
            case IN_TREATMENT -> take(visit, "complete", null, State.COMPLETED, true);
            case HELD, COMPLETED, NO_SHOW, EXPIRED, CANCELLED -> throw new IllegalStateException(visit.id);
        }
    }

    /** One of those that should have begun by now. */
    private @Nullable Visit begun(Instant now) {
        List<Visit> begun = desk.model.inState(State.CONFIRMED, State.ARRIVED, State.IN_TREATMENT).stream()
                .filter(visit -> !now.isBefore(desk.instant(visit.start)))
                .toList();
        return begun.isEmpty() ? null : desk.oneOf(begun);
    }

    private void take(Visit visit, String step, @Nullable String body, State to, boolean expected) throws IOException {
        Answer answer =
                desk.calls.change("POST", "/appointments/" + visit.id + "/" + step, desk.versionOf(visit), body);
        if (desk.check(step + " " + visit.id, answer, 200, expected, 409)) {
            visit.state = to;
            visit.version = answer.version();
        }
    }

    void undo() throws IOException {
        Visit visit = desk.any(State.ARRIVED, State.IN_TREATMENT, State.COMPLETED, State.NO_SHOW, State.CANCELLED);
        if (visit == null) {
            return;
        }
        boolean cancelled = visit.state == State.CANCELLED;
        boolean expected = !cancelled || desk.model.canStandAgain(visit, desk.now());
        Answer answer = desk.calls.change("POST", "/appointments/" + visit.id + "/undo", desk.versionOf(visit), null);
        String what = (cancelled ? "uncancel " : "undo ") + visit.id;
        boolean mayLackUnits = cancelled && visit.overbooked;
        boolean done = mayLackUnits
                ? desk.checkUnlessAside(what, answer, 200, expected, visit.practitioner, visit.range())
                : desk.check(what, answer, 200, expected, 409, 422);
        if (done) {
            visit.aside = cancelled ? visit.overbooked : visit.aside;
            visit.rebookingNeeded = !cancelled && visit.rebookingNeeded;
            visit.state = switch (visit.state) {
                case IN_TREATMENT -> State.ARRIVED;
                case COMPLETED -> State.IN_TREATMENT;
                case ARRIVED, NO_SHOW, CANCELLED -> State.CONFIRMED;
                case HELD, CONFIRMED, EXPIRED -> throw new IllegalStateException(visit.id);
            };
            visit.version = answer.version();
        }
    }
}

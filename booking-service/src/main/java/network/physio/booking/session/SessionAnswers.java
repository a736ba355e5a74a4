package network.physio.booking.session;

import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.List;
import network.physio.booking.BookingProblem;
import network.physio.booking.availability.Clinic;
import network.physio.booking.availability.Reason;
import network.physio.http.CommonProblem;
import network.physio.http.Fault;
import network.physio.http.HttpProblem;
import network.physio.http.once.Answer;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Turns the outcomes of scheduling and changing sessions into answers. */
@ApplicationScoped
class SessionAnswers {

    /** One reason of several, with the field it is about. */
    @Schema(name = "SessionReason")
    record ReasonView(String code, String pointer, String detail) {}

    static List<ReasonView> views(List<Reason> reasons) {
        return reasons.stream()
                .map(reason -> new ReasonView(reason.code(), reason.pointer(), reason.sentence()))
                .toList();
    }

    Answer scheduled(SessionOutcome outcome, Clinic clinic) {
        if (outcome instanceof SessionOutcome.Scheduled done) {
            return Answer.created(
                    location(clinic, done.sessions()),
                    new SessionResource.ScheduledView(
                            SessionView.of(done.sessions()),
                            SessionResource.RefusalView.of(done.refused(), clinic.zone())));
        }
        if (outcome instanceof SessionOutcome.NotScheduled no) {
            return Answer.refused(() -> BookingProblem.SESSIONS_NOT_SCHEDULED
                    .builder("Nothing was scheduled: these starts are not free, each with every reason.")
                    .with("sessions", SessionResource.RefusalView.of(no.refused(), clinic.zone()))
                    .build());
        }
        return changed(outcome);
    }

    private static URI location(Clinic clinic, List<Session> made) {
        String all = "/booking/v1/clinics/%s/sessions".formatted(clinic.id());
        return URI.create(made.size() == 1 ? all + "/" + made.getFirst().id() : all);
    }

    Answer changed(SessionOutcome outcome) {
        return switch (outcome) {
            case SessionOutcome.Changed done ->
                Answer.ok(SessionView.of(done.session()), done.session().version());
            case SessionOutcome.LostRace lost -> Answer.again(() -> notChangeable(List.of(Reason.NO_ROOM_FREE)));
            case SessionOutcome.NotChangeable no -> Answer.refused(() -> notChangeable(no.reasons()));
            case SessionOutcome.NotFound none -> Answer.refused(SessionAnswers::notFound);
            case SessionOutcome.StaleVersion stale ->
                Answer.refused(() -> CommonProblem.STALE_VERSION.problem(
                        "It has been changed since you read it, or somebody took or gave back a seat: read it again and"
                                + " decide anew."));
            case SessionOutcome.WrongState wrong ->
                Answer.refused(() -> BookingProblem.SESSION_STATE_CONFLICT
                        .builder(wrong.why())
                        .with("state", wrong.state().code())
                        .build());
            case SessionOutcome.SeatsTaken seats ->
                Answer.refused(() -> BookingProblem.SESSION_SEATS_TAKEN
                        .builder("Move or cancel some of them first, or leave that many seats.")
                        .with("seatsTaken", seats.taken())
                        .build());
            case SessionOutcome.TooManySeats many ->
                Answer.refused(() -> CommonProblem.INVALID_REQUEST.problem(
                        "The request does not hold what the contract asks for.",
                        List.of(new Fault(
                                "#/capacity",
                                "the treatment is given to at most %d at a time".formatted(many.most())))));
            case SessionOutcome.Scheduled made ->
                throw new IllegalArgumentException("scheduling is answered otherwise");
            case SessionOutcome.NotScheduled none ->
                throw new IllegalArgumentException("scheduling is answered otherwise");
        };
    }

    private static HttpProblem notChangeable(List<Reason> reasons) {
        boolean taken = reasons.stream().allMatch(Reason::isConflict);
        return (taken ? BookingProblem.SLOT_TAKEN : BookingProblem.NOT_BOOKABLE)
                .builder("The session cannot be given so at its time; every reason is listed.")
                .with("reasons", views(reasons))
                .build();
    }

    static HttpProblem notFound() {
        return CommonProblem.NOT_FOUND.problem("There is no such clinic or session, or none that this caller may see.");
    }
}

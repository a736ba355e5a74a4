package network.physio.booking.series;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import network.physio.booking.BookingProblem;
import network.physio.booking.appointment.BookAppointment;
import network.physio.booking.availability.Judge;
import network.physio.booking.availability.PlaceWish;
import network.physio.booking.availability.VisitKind;
import network.physio.booking.availability.Wishes;
import network.physio.booking.screening.ScreeningGate;
import network.physio.booking.series.SeriesResource.FromPlan;
import network.physio.booking.series.SeriesResource.Mode;
import network.physio.booking.series.SeriesResource.NewSeries;
import network.physio.booking.series.SeriesResource.SeriesPattern;
import network.physio.http.Fault;
import org.jspecify.annotations.Nullable;

/** Turns a request for a series into the visits that are wished for. */
@ApplicationScoped
class WantedSeries {

    private final Wishes wishes;
    private final ScreeningGate gate;

    WantedSeries(Wishes wishes, ScreeningGate gate) {
        this.wishes = wishes;
        this.gate = gate;
    }

    /** @throws network.physio.http.HttpProblem {@code invalid-request} for members that do not go together */
    static void checkForm(NewSeries body) {
        List<Fault> faults = new ArrayList<>();
        long ways = Stream.of(body.starts(), body.pattern(), body.plan())
                .filter(Objects::nonNull)
                .count();
        if (ways != 1) {
            faults.add(new Fault("#/starts", "say when in exactly one way: starts, pattern or plan"));
        }
        if (body.patientId() != null && body.patient() != null) {
            faults.add(new Fault("#/patient", "goes without patientId"));
        }
        if (body.plan() != null && body.screeningPass() == null) {
            faults.add(new Fault("#/screeningPass", "is needed: the plan is read from it"));
        }
        if (!faults.isEmpty()) {
            throw LocalStarts.invalid(faults);
        }
    }

    /** The starts of a course, and the plan they follow, if any. */
    private record Starts(
            List<Occurrence> occurrences, @Nullable String plan) {}

    BookSeries.Order order(NewSeries body) {
        VisitKind first = Optional.ofNullable(body.visitKind()).orElse(VisitKind.INITIAL);
        // Looks up what is named; the time is filled in for each visit.
        Judge.Wish named = wishes.of(
                body.treatmentId(),
                body.minutes(),
                first,
                body.clinicId(),
                null,
                new PlaceWish(body.roomId(), body.equipmentId()),
                Instant.EPOCH.atOffset(ZoneOffset.UTC));
        Starts starts = starts(body, named.clinic().zone());
        return new BookSeries.Order(
                named.treatment(),
                body.minutes(),
                named.clinic(),
                first,
                body.practitionerId(),
                Boolean.TRUE.equals(body.anyPractitioner()),
                named.places(),
                starts.occurrences(),
                body.mode() == Mode.EACH,
                starts.plan(),
                new BookAppointment.Visitor(
                        body.patientId(),
                        body.patient(),
                        body.screeningPass(),
                        Boolean.TRUE.equals(body.quickScreened()),
                        Boolean.TRUE.equals(body.responsibleAdult())));
    }

    private Starts starts(NewSeries body, ZoneId zone) {
        if (body.starts() != null) {
            return new Starts(LocalStarts.listed(body.starts(), zone), null);
        }
        if (body.pattern() != null) {
            return new Starts(LocalStarts.of(course(body.pattern()), "#/pattern", zone), null);
        }
        if (body.plan() != null && body.screeningPass() != null) {
            return fromPlan(body.plan(), body.screeningPass(), zone);
        }
        throw new IllegalStateException("the form was checked before");
    }

    private static Course course(SeriesPattern pattern) {
        return new Course(
                LocalStarts.read(pattern.startsAt(), "#/pattern/startsAt"),
                pattern.steps().stream()
                        .map(step -> new Course.Step(step.daysBetween(), step.visits()))
                        .toList());
    }

    private Starts fromPlan(FromPlan wanted, String pass, ZoneId zone) {
        CarePlan plan = switch (gate.plan(pass)) {
            case ScreeningGate.Plan.Unusable unusable ->
                throw BookingProblem.SCREENING_PASS_INVALID
                        .builder(unusable.why().sentence())
                        .with("reason", unusable.why().reason())
                        .with(
                                "errors",
                                List.of(new Fault(
                                        "#/screeningPass", unusable.why().sentence())))
                        .build();
            case ScreeningGate.Plan.Read read ->
                Optional.ofNullable(read.code())
                        .flatMap(CarePlan::of)
                        .orElseThrow(() -> LocalStarts.invalid(List.of(new Fault(
                                "#/plan", "the screening asks for no course of visits: send starts or a pattern"))));
        };
        Course course = new Course(
                LocalStarts.read(wanted.startsAt(), "#/plan/startsAt"), plan.steps(wanted.pace(), wanted.visits()));
        return new Starts(LocalStarts.of(course, "#/plan", zone), plan.code());
    }
}

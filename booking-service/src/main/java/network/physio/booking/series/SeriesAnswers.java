package network.physio.booking.series;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import network.physio.booking.BookingProblem;
import network.physio.booking.access.Access;
import network.physio.booking.appointment.Appointment;
import network.physio.booking.appointment.Appointments;
import network.physio.booking.appointment.Booking;
import network.physio.booking.appointment.Refusals;
import network.physio.booking.appointment.Sought;
import network.physio.booking.availability.Span;
import network.physio.http.CommonProblem;
import network.physio.http.Fault;
import network.physio.http.HttpProblem;
import network.physio.http.once.Answer;
import org.jspecify.annotations.Nullable;

/** Turns the outcomes of series into answers; each visit is refused with the problem of a single appointment. */
@ApplicationScoped
class SeriesAnswers {

    private final Appointments appointments;
    private final SeriesRecords records;
    private final Refusals refusals;
    private final Access access;
    private final Clock clock;

    SeriesAnswers(Appointments appointments, SeriesRecords records, Refusals refusals, Access access, Clock clock) {
        this.appointments = appointments;
        this.records = records;
        this.refusals = refusals;
        this.access = access;
        this.clock = clock;
    }

    /** A series as this caller may read it, with its version. */
    record Read(SeriesView view, List<Appointment> visits, long version) {}

    /** Empty when the caller may read none of its visits. */
    Optional<Read> read(UUID id, @Nullable List<SeriesView.OccurrenceView> occurrences) {
        List<Appointment> visits = appointments.ofSeries(id, clock.instant());
        return visits.isEmpty()
                ? Optional.empty()
                : records.find(id)
                        .map(series -> new Read(
                                SeriesView.of(series, records.ordinals(id), visits, occurrences, access),
                                visits,
                                records.version(id)));
    }

    /** Makes the answer of a series that stands. */
    interface Success {
        Answer answer(UUID id, SeriesView view, long version);
    }

    /**
     * The answer to an outcome.
     *
     * @param done what has become of the visits that could be done: booked, moved, cancelled
     */
    Answer answer(SeriesOutcome outcome, String done, Success success) {
        return switch (outcome) {
            case SeriesOutcome.Done stands -> stands(stands, done, success);
            case SeriesOutcome.NotAll none -> Answer.refused(() -> notAll(none.attempts()));
            case SeriesOutcome.LostRace lost -> Answer.again(() -> notAll(lost.attempts()));
            case SeriesOutcome.Refused refused ->
                Answer.refused(() -> refusals.problem(refused.why(), Optional.empty()));
            case SeriesOutcome.NoSuchVisit none ->
                Answer.refused(() -> LocalStarts.invalid(
                        List.of(new Fault("#/fromAppointmentId", "is no appointment of this series"))));
            case SeriesOutcome.NotAllYours others ->
                Answer.refused(() -> CommonProblem.FORBIDDEN.problem(
                        "Some visits of this series are for others to change: change yours one by one."));
            case SeriesOutcome.Over over ->
                Answer.refused(
                        () -> BookingProblem.SERIES_OVER.problem(
                                "None of the visits that this is about is still to come: they have begun, are over or were called off."));
        };
    }

    private Answer stands(SeriesOutcome.Done stands, String done, Success success) {
        Read read = read(stands.series(), views(stands.attempts(), Attempt::appointmentThatStands, done))
                .orElseThrow(() -> new IllegalStateException("whoever makes a series may read it"));
        return success.answer(stands.series(), read.view(), read.version());
    }

    private HttpProblem notAll(List<Attempt> attempts) {
        return BookingProblem.SERIES_NOT_BOOKABLE
                .builder(
                        "Nothing was changed. Each visit is listed with what stands against it and the nearest free times.")
                .with("occurrences", views(attempts, Attempt::appointmentId, "possible"))
                .build();
    }

    /** Each visit; no two are offered one time instead, nor is one offered the time of another. */
    private List<SeriesView.OccurrenceView> views(
            List<Attempt> attempts, Function<Attempt, @Nullable UUID> appointment, String done) {
        List<Span> spokenFor = attempts.stream()
                .filter(Attempt::done)
                .flatMap(attempt -> Stream.ofNullable(attempt.tried()).map(Sought::during))
                .collect(Collectors.toCollection(ArrayList::new));
        List<SeriesView.OccurrenceView> views = new ArrayList<>();
        for (Attempt attempt : attempts) {
            Optional<Sought> tried = Optional.ofNullable(attempt.tried()).map(sought -> sought.besides(spokenFor));
            HttpProblem refusal = attempt.done() ? null : refusals.problem(attempt.outcome(), tried);
            SeriesView.OccurrenceView view =
                    SeriesView.occurrence(attempt, zone(attempt), appointment.apply(attempt), done, refusal);
            spokenFor.addAll(view.offeredInstead());
            views.add(view);
        }
        return views;
    }

    private static ZoneId zone(Attempt attempt) {
        if (attempt.outcome() instanceof Booking.Done done) {
            return done.appointment().zone();
        }
        return attempt.tried() == null
                ? ZoneOffset.UTC
                : attempt.tried().wish().clinic().zone();
    }
}

package network.physio.booking.series;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import network.physio.booking.BookingProblem;
import network.physio.booking.access.Access;
import network.physio.booking.appointment.Appointment;
import network.physio.booking.appointment.Appointments;
import network.physio.booking.appointment.Booking;
import network.physio.booking.appointment.Refusals;
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
            case SeriesOutcome.Refused refused -> Answer.refused(() -> refusals.problem(refused.why(), null));
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
        Read read = read(
                        stands.series(),
                        stands.attempts().stream()
                                .map(attempt -> view(attempt, attempt.appointmentThatStands(), done))
                                .toList())
                .orElseThrow(() -> new IllegalStateException("whoever makes a series may read it"));
        return success.answer(stands.series(), read.view(), read.version());
    }

    private HttpProblem notAll(List<Attempt> attempts) {
        return BookingProblem.SERIES_NOT_BOOKABLE
                .builder(
                        "Nothing was changed. Each visit is listed with what stands against it and the nearest free times.")
                .with(
                        "occurrences",
                        attempts.stream()
                                .map(attempt -> view(attempt, attempt.appointmentId(), "possible"))
                                .toList())
                .build();
    }

    private SeriesView.OccurrenceView view(Attempt attempt, @Nullable UUID appointment, String done) {
        HttpProblem refusal = attempt.done() ? null : refusals.problem(attempt.outcome(), attempt.wish());
        return SeriesView.occurrence(attempt, zone(attempt), appointment, done, refusal);
    }

    private static ZoneId zone(Attempt attempt) {
        if (attempt.outcome() instanceof Booking.Done done) {
            return done.appointment().zone();
        }
        return attempt.wish() == null ? ZoneOffset.UTC : attempt.wish().clinic().zone();
    }
}

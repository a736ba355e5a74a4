package network.physio.booking.series;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import network.physio.booking.access.Access;
import network.physio.booking.appointment.Appointment;
import network.physio.booking.appointment.Appointments;
import network.physio.booking.appointment.Booking;
import network.physio.booking.appointment.ChangeAppointment;
import network.physio.booking.appointment.Sought;
import network.physio.booking.attempt.Savepoints;
import network.physio.booking.availability.PlaceWish;
import network.physio.booking.claim.Claims;
import network.physio.booking.event.Event;
import network.physio.booking.event.Events;
import network.physio.booking.roster.SkippedTimes;
import network.physio.http.Fault;
import org.jspecify.annotations.Nullable;

/**
 * Moves or calls off the visits of a series that are still to come, in one transaction, each in the way of a single
 * appointment. Visits that are over, and those before the one named, stay as they are; none is added.
 */
@ApplicationScoped
class ChangeSeries {

    private final ChangeAppointment changeAppointment;
    private final Appointments appointments;
    private final Savepoints savepoints;
    private final SeriesRecords records;
    private final Claims claims;
    private final Events events;
    private final Access access;
    private final Clock clock;

    ChangeSeries(
            ChangeAppointment changeAppointment,
            Appointments appointments,
            Savepoints savepoints,
            SeriesRecords records,
            Claims claims,
            Events events,
            Access access,
            Clock clock) {
        this.changeAppointment = changeAppointment;
        this.appointments = appointments;
        this.savepoints = savepoints;
        this.records = records;
        this.claims = claims;
        this.events = events;
        this.access = access;
        this.clock = clock;
    }

    /**
     * Which visits, and whether all must succeed.
     *
     * @param from the first of them; null for all that are still to come
     * @param each whether to change what can be changed, and not all or nothing
     */
    record Extent(@Nullable UUID from, boolean each) {}

    /**
     * By how much the wall clock of each visit moves.
     *
     * @param practitioner who treats from now on, null to keep each visit's own
     */
    record Shift(int days, int minutes, @Nullable UUID practitioner) {

        LocalDateTime applied(Appointment visit) {
            return LocalDateTime.ofInstant(visit.startsAt(), visit.zone())
                    .plusDays(days)
                    .plusMinutes(minutes);
        }

        /** Visits follow each other into the times that the ones ahead of them have just left. */
        Comparator<Appointment> order() {
            Comparator<Appointment> byStart = Comparator.comparing(Appointment::startsAt);
            return later() ? byStart.reversed() : byStart;
        }

        private boolean later() {
            return days > 0 || (days == 0 && minutes > 0);
        }
    }

    SeriesOutcome reschedule(UUID series, long expectedVersion, Extent extent, Shift shift) {
        return change(series, expectedVersion, extent, shift, "moved", visits -> {
            refuseSkippedTimes(visits, shift);
            Map<UUID, Integer> ordinals = records.ordinals(series);
            return visits.stream()
                    .sorted(shift.order())
                    .map(visit -> move(visit, ordinal(ordinals, visit), shift))
                    .sorted(Comparator.comparing(
                            (Attempt attempt) -> attempt.occurrence().startsAt()))
                    .toList();
        });
    }

    SeriesOutcome cancel(UUID series, long expectedVersion, @Nullable UUID from, ChangeAppointment.CallOff how) {
        return change(series, expectedVersion, new Extent(from, false), null, "cancelled", visits -> {
            Map<UUID, Integer> ordinals = records.ordinals(series);
            return visits.stream()
                    .map(visit -> new Attempt(
                            new Occurrence(ordinal(ordinals, visit), "#", visit.startsAt()),
                            visit.id(),
                            null,
                            savepoints.attempt(
                                    () -> changeAppointment.cancel(visit.id(), visit.version(), how), Booking::isDone)))
                    .toList();
        });
    }

    private SeriesOutcome change(
            UUID series,
            long expectedVersion,
            Extent extent,
            @Nullable Shift shift,
            String what,
            Function<List<Appointment>, List<Attempt>> changes) {
        List<Appointment> seen = appointments.ofSeries(series, clock.instant());
        if (seen.isEmpty()) {
            return new SeriesOutcome.Refused(new Booking.NotFound());
        }
        lock(seen, shift);
        if (records.version(series) != expectedVersion) {
            return new SeriesOutcome.Refused(new Booking.StaleVersion());
        }
        if (extent.from() != null && seen.stream().noneMatch(visit -> visit.id().equals(extent.from()))) {
            return new SeriesOutcome.NoSuchVisit();
        }
        Instant first = first(seen, extent.from());
        List<Appointment> toCome = toCome(seen, first);
        if (toCome.size() < records.toCome(series, first)) {
            return new SeriesOutcome.NotAllYours();
        }
        if (toCome.isEmpty()) {
            return new SeriesOutcome.Over();
        }
        List<Attempt> attempts = changes.apply(toCome);
        for (Attempt attempt : attempts) {
            if (concernsAll(attempt.outcome())) {
                return new SeriesOutcome.Refused(attempt.outcome());
            }
        }
        SeriesOutcome outcome = SeriesOutcome.of(series, attempts, extent.each());
        if (outcome instanceof SeriesOutcome.Done) {
            writeEvent(series, toCome.getFirst(), what, attempts);
        }
        return outcome;
    }

    /** All that the visits concern, before the first of them changes: the clinics, then the people. */
    private void lock(List<Appointment> visits, @Nullable Shift shift) {
        Set<UUID> people = new HashSet<>();
        Set<UUID> clinics = new HashSet<>();
        for (Appointment visit : visits) {
            people.add(visit.practitioner().id());
            clinics.add(visit.clinic().id());
            if (visit.patientId() != null) {
                people.add(visit.patientId());
            }
        }
        if (shift != null && shift.practitioner() != null) {
            people.add(shift.practitioner());
        }
        records.lockClinics(clinics, shift != null && shift.later());
        claims.lock(people, clinics);
    }

    /** What has begun by now stays, and so does what comes before the visit named. */
    private Instant first(List<Appointment> visits, @Nullable UUID from) {
        Instant notBegun = clock.instant().plusMillis(1);
        return visits.stream()
                .filter(visit -> visit.id().equals(from))
                .map(Appointment::startsAt)
                .filter(notBegun::isBefore)
                .findFirst()
                .orElse(notBegun);
    }

    private static List<Appointment> toCome(List<Appointment> visits, Instant first) {
        return visits.stream()
                .filter(visit -> visit.state() == Appointment.State.CONFIRMED)
                .filter(visit -> !visit.startsAt().isBefore(first))
                .toList();
    }

    private static void refuseSkippedTimes(List<Appointment> visits, Shift shift) {
        List<Fault> faults = new ArrayList<>();
        for (Appointment visit : visits) {
            SkippedTimes.reason(shift.applied(visit), visit.zone())
                    .ifPresent(reason -> faults.add(new Fault("#/minutes", reason)));
        }
        if (!faults.isEmpty()) {
            throw LocalStarts.invalid(faults);
        }
    }

    private Attempt move(Appointment visit, int ordinal, Shift shift) {
        ZoneId zone = visit.zone();
        ChangeAppointment.Target target = new ChangeAppointment.Target(
                shift.applied(visit).atZone(zone).toOffsetDateTime(), null, shift.practitioner(), null, PlaceWish.ANY);
        Sought tried = changeAppointment.sought(visit.id(), target).orElse(null);
        Booking outcome = savepoints.attempt(
                () -> changeAppointment.reschedule(visit.id(), visit.version(), target), Booking::isDone);
        return new Attempt(new Occurrence(ordinal, "#", target.startsAt().toInstant()), visit.id(), tried, outcome);
    }

    private static int ordinal(Map<UUID, Integer> ordinals, Appointment visit) {
        return Objects.requireNonNull(ordinals.get(visit.id()), "every visit has its place in the series");
    }

    /** Somebody has changed a visit in between, or may not change it, or not so. */
    private static boolean concernsAll(Booking outcome) {
        return outcome instanceof Booking.StaleVersion
                || outcome instanceof Booking.WrongState
                || outcome instanceof Booking.NotFound
                || outcome instanceof Booking.Forbidden;
    }

    private void writeEvent(UUID series, Appointment first, String what, List<Attempt> attempts) {
        events.write(
                new Event(
                        "series-changed",
                        null,
                        null,
                        first.clinic().id(),
                        null,
                        Map.of(
                                "seriesId", series.toString(),
                                "change", what,
                                "appointmentIds", BookSeries.idsOf(attempts))),
                access.actor());
    }
}

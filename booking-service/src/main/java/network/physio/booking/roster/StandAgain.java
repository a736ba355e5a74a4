package network.physio.booking.roster;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import network.physio.booking.appointment.Appointment;
import network.physio.booking.appointment.Booking;
import network.physio.booking.appointment.ChangeAppointment;
import network.physio.booking.attempt.Savepoints;
import network.physio.booking.availability.Judge;
import network.physio.booking.availability.Reason;
import network.physio.booking.claim.Claims;
import network.physio.booking.session.HandOverSession;
import network.physio.booking.session.Session;
import network.physio.http.HttpProblem;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Lets appointments and sessions that were marked for rebooking stand where they are, once what was in their way is taken
 * back: by all the rules of a move to their own time, over nothing else of their practitioner's. The rest stay marked, and so
 * do those of other desks, who decide about their own.
 */
@ApplicationScoped
public class StandAgain {

    /** For the contract. */
    public static final String EXAMPLE = """
            {"standing": [{"id": "01934f5e-0000-7000-8000-000000000010", "startsAt": "2027-02-02T10:00:00+11:00",
                           "kind": "appointment", "clinicId": "01934f5e-0000-7000-8000-000000000002",
                           "practitionerId": "01934f5e-0000-7000-8000-000000000001",
                           "treatmentId": "01934f5e-0000-7000-8000-000000000003"}],
             "rebookingNeeded": []}""";

    /** Of one request, as bookings wait meanwhile. What is left stays marked, for the desk to move to its own time. */
    private static final int MOST = 300;

    private final DeskAppointments appointments;
    private final ChangeAppointment changeAppointment;
    private final HandOverSession handOverSession;
    private final PractitionerLock practitionerLock;
    private final Claims claims;
    private final Judge judge;
    private final Savepoints savepoints;

    StandAgain(
            DeskAppointments appointments,
            ChangeAppointment changeAppointment,
            HandOverSession handOverSession,
            PractitionerLock practitionerLock,
            Claims claims,
            Judge judge,
            Savepoints savepoints) {
        this.appointments = appointments;
        this.changeAppointment = changeAppointment;
        this.handOverSession = handOverSession;
        this.practitionerLock = practitionerLock;
        this.claims = claims;
        this.judge = judge;
        this.savepoints = savepoints;
    }

    /** What became of those that were marked: which stand as they were booked, which are still to be rebooked. */
    public record Outcome(List<Stranded> standing, List<Stranded> marked) {

        @Schema(
                name = "TimeGivenBack",
                description = "What became of the appointments that were marked for rebooking in this time.")
        public record View(
                @Schema(description = "Those that stand again as they were booked, no longer marked.")
                List<Stranded.View> standing,

                @Schema(
                        description =
                                "Those that stay marked: something else is in their way, also a visit that overlaps them;"
                                        + " they need another room, another device or a new screening; the desk of another"
                                        + " clinic decides about them; they are home visits, or holds, which are asked again"
                                        + " when they are booked; or there are more than 300.")
                List<Stranded.View> rebookingNeeded) {}

        public View view() {
            return new View(views(standing), views(marked));
        }

        private static List<Stranded.View> views(List<Stranded> some) {
            return some.stream().map(Stranded::view).toList();
        }
    }

    /**
     * Locks a practitioner and all whom these need, and then their clinics: in the order in which bookings lock.
     *
     * @return whose diaries are locked
     */
    Set<UUID> lock(UUID practitioner, List<Stranded> marked) {
        Set<UUID> locked = lockPeople(Set.of(practitioner), marked);
        claims.lock(List.of(), marked.stream().map(Stranded::clinicId).collect(Collectors.toSet()));
        return locked;
    }

    /** The same of people only, for whoever locks a clinic next in a stronger way. */
    public Set<UUID> lockPeople(List<Stranded> marked) {
        return lockPeople(Set.of(), marked);
    }

    private Set<UUID> lockPeople(Set<UUID> others, List<Stranded> marked) {
        Set<UUID> people = new HashSet<>(others);
        for (Stranded one : marked) {
            people.add(one.practitionerId());
            appointments
                    .movable(one)
                    .flatMap(visit -> Optional.ofNullable(visit.patientId()))
                    .ifPresent(people::add);
        }
        practitionerLock.lock(people);
        return people;
    }

    /**
     * Lets stand what can.
     *
     * @param marked as they are under the locks
     * @param locked whose diaries are locked; what came to others meanwhile is left to them
     */
    public Outcome tryAll(List<Stranded> marked, Set<UUID> locked) {
        List<Stranded> tried = marked.stream()
                .filter(one -> one.sessionId() == null && locked.contains(one.practitionerId()))
                .sorted(Comparator.comparing(Stranded::startsAt).thenComparing(Stranded::id))
                .limit(MOST)
                .toList();
        Set<UUID> standing = new HashSet<>();
        for (Stranded one : tried) {
            if (one.isSession() ? sessionStands(one) : visitStands(one)) {
                standing.add(one.id());
            }
        }
        return marked.stream()
                .collect(Collectors.teeing(
                        Collectors.filtering(one -> standing.contains(itselfOrSession(one)), Collectors.toList()),
                        Collectors.filtering(one -> !standing.contains(itselfOrSession(one)), Collectors.toList()),
                        Outcome::new));
    }

    /** A seat stands with its session. */
    private static UUID itselfOrSession(Stranded one) {
        return Objects.requireNonNullElse(one.sessionId(), one.id());
    }

    private boolean sessionStands(Stranded one) {
        return handOverSession
                .movable(one.id())
                .filter(Session::rebookingNeeded)
                .flatMap(handOverSession::toItsOwn)
                .isPresent();
    }

    private boolean visitStands(Stranded one) {
        return appointments
                .movable(one)
                .filter(visit -> savepoints.attempt(() -> standsAsItWas(visit), Boolean::booleanValue))
                .isPresent();
    }

    /** With its room and devices: where others would be needed, the desk decides. */
    private boolean standsAsItWas(Appointment before) {
        try {
            return isFree(before)
                    && moveToItsOwnTime(before) instanceof Booking.Done(Appointment after)
                    && Objects.equals(after.roomId(), before.roomId())
                    && after.equipmentIds().equals(before.equipmentIds());
        } catch (HttpProblem notBookableAnyMore) {
            // The network has changed: its treatment is given at home now, for instance.
            return false;
        }
    }

    private boolean isFree(Appointment visit) {
        return changeAppointment
                .wish(visit.id(), itsOwnTime(visit))
                .flatMap(wish -> judge.decide(wish, null, null, visit.id()).best())
                .filter(best -> best.reasons().stream().allMatch(Reason.IN_THE_PAST::equals))
                .isPresent();
    }

    private Booking moveToItsOwnTime(Appointment visit) {
        return changeAppointment.reschedule(visit.id(), visit.version(), itsOwnTime(visit));
    }

    private static ChangeAppointment.Target itsOwnTime(Appointment visit) {
        return ChangeAppointment.Target.atItsTime(visit, visit.practitioner().id());
    }
}

package network.physio.booking.day;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import network.physio.booking.access.Access;

/**
 * Puts a clinic's day together for those who work there. The front desk sees all of it; a practitioner sees who is busy when
 * and in which room, and only their own appointments and why they are away themselves.
 */
@ApplicationScoped
class ReadDay {

    /** A record may be read for treatment when there is or was one to give. */
    private static final Set<String> NOBODY_TREATED = Set.of("held", "expired", "cancelled");

    private final DayRows rows;
    private final Access access;
    private final Clock clock;

    ReadDay(DayRows rows, Access access, Clock clock) {
        this.rows = rows;
        this.access = access;
        this.clock = clock;
    }

    /** Empty when there is no such clinic, or the caller works elsewhere. */
    Optional<Day> of(UUID clinicId, LocalDate date) {
        return rows.clinic(clinicId, date).filter(this::worksHere).map(clinic -> read(clinic, date));
    }

    private boolean worksHere(Day.Clinic clinic) {
        return access.isFrontDeskOf(clinic.code())
                || access.practitioner()
                        .filter(practitioner -> rows.worksAt(practitioner, clinic.id()))
                        .isPresent();
    }

    private Day read(Day.Clinic clinic, LocalDate date) {
        Instant now = clock.instant();
        Stretch whole = new Stretch(
                date.atStartOfDay(clinic.zone()).toInstant(),
                date.plusDays(1).atStartOfDay(clinic.zone()).toInstant());
        DayRows.Opening hours = rows.opening(clinic, date, whole);
        List<DayRows.Rostered> rostered = rows.rostered(clinic, date, whole);
        List<DayRows.Found> appointments = rows.appointments(clinic.id(), whole, now);
        List<DayRows.Given> sessions = rows.sessions(clinic.id(), whole, now);
        List<UUID> people = Stream.of(
                        rostered.stream().map(DayRows.Rostered::practitioner),
                        sessions.stream().map(DayRows.Given::practitioner),
                        appointments.stream().map(DayRows.Found::practitioner))
                .flatMap(Function.identity())
                .distinct()
                .toList();
        List<DayRows.Busy> busy = rows.busy(people, whole, now);
        List<Stretch> opening = Stretch.minus(
                hours.hours(),
                hours.closures().stream().map(Day.Closure::during).toList());
        return new Day(
                clinic,
                date,
                whole,
                hours.hours(),
                hours.closures(),
                rows.practitioners(people).stream()
                        .map(named -> person(
                                named,
                                clinic,
                                opening,
                                rostered.stream()
                                        .filter(one -> one.practitioner().equals(named.id()))
                                        .map(DayRows.Rostered::hours)
                                        .sorted(Comparator.comparing(
                                                worked -> worked.during().from()))
                                        .toList(),
                                busy.stream()
                                        .filter(one -> one.practitioner().equals(named.id()))
                                        .toList(),
                                sessions.stream()
                                        .filter(one -> one.practitioner().equals(named.id()))
                                        .map(DayRows.Given::session)
                                        .toList(),
                                appointments.stream()
                                        .filter(one -> one.practitioner().equals(named.id()))
                                        .map(DayRows.Found::visit)
                                        .toList()))
                        .toList(),
                rows.rooms(clinic.id(), whole, now),
                access.isFrontDeskOf(clinic.code()) ? rows.openMessages(clinic.id(), whole) : List.of());
    }

    private Day.Person person(
            DayRows.Named named,
            Day.Clinic clinic,
            List<Stretch> opening,
            List<Day.Hours> roster,
            List<DayRows.Busy> busy,
            List<Day.GroupSession> sessions,
            List<Day.Visit> visits) {
        return new Day.Person(
                named.id(),
                named.code(),
                named.name(),
                roster,
                busy.stream()
                        .flatMap(one -> Optional.ofNullable(one.timeOff()).stream())
                        .map(off -> seesAllOf(named, clinic) ? off : off.withoutReason())
                        .toList(),
                busy.stream()
                        .filter(one -> one.travel()
                                || (one.clinic() != null && !one.clinic().equals(clinic.id())))
                        .map(DayRows.Busy::during)
                        .toList(),
                gaps(opening, roster, busy),
                sessions,
                visits.stream().map(visit -> asSeen(visit, named, clinic)).toList());
    }

    /** Work at patients' homes goes on while the clinic is closed. */
    private static List<Stretch> gaps(List<Stretch> opening, List<Day.Hours> roster, List<DayRows.Busy> busy) {
        List<Stretch> atClinic =
                during(roster.stream().filter(hours -> !hours.place().equals("home")));
        List<Stretch> atHome =
                during(roster.stream().filter(hours -> hours.place().equals("home")));
        return Stretch.minus(
                Stream.concat(Stretch.common(atClinic, opening).stream(), atHome.stream())
                        .toList(),
                busy.stream()
                        .filter(one -> one.unit() == 0)
                        .map(DayRows.Busy::during)
                        .toList());
    }

    private static List<Stretch> during(Stream<Day.Hours> hours) {
        return hours.map(Day.Hours::during).toList();
    }

    private boolean seesAllOf(DayRows.Named practitioner, Day.Clinic clinic) {
        return access.isFrontDeskOf(clinic.code())
                || access.practitioner().filter(practitioner.code()::equals).isPresent();
    }

    private Day.Visit asSeen(Day.Visit visit, DayRows.Named practitioner, Day.Clinic clinic) {
        if (access.isFrontDeskOf(clinic.code())) {
            return visit;
        }
        Day.Details details = visit.details();
        if (!seesAllOf(practitioner, clinic) || details == null) {
            return visit.with(null);
        }
        return NOBODY_TREATED.contains(visit.state()) ? visit.with(details.withoutPatient()) : visit;
    }
}

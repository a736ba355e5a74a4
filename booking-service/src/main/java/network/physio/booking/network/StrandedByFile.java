package network.physio.booking.network;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import network.physio.booking.availability.Openings;
import network.physio.booking.availability.Span;
import network.physio.booking.availability.Ticks;
import network.physio.booking.network.NetworkFile.Calendar;
import network.physio.booking.network.NetworkFile.Clinic;
import network.physio.booking.network.NetworkFile.Practitioner;
import network.physio.booking.network.NetworkFile.Treatment;
import network.physio.booking.roster.PractitionerLock;
import network.physio.booking.roster.Stranded;
import network.physio.booking.roster.StrandedAppointments;
import org.jdbi.v3.core.Jdbi;

/**
 * Finds appointments that a file leaves outside of their clinic's opening, or with somebody who does not give that treatment
 * there any more: what was so before the file and is not after it. Rosters and time off find theirs when they are stored.
 */
@ApplicationScoped
class StrandedByFile {

    /** Policies let nobody but staff book more than a year ahead, and staff hardly book more than two. */
    private static final Duration AHEAD = Duration.ofDays(2 * 366);

    private final Jdbi database;
    private final Openings openings;
    private final StrandedAppointments appointments;
    private final PractitionerLock practitionerLock;
    private final Clock clock;

    StrandedByFile(
            Jdbi database,
            Openings openings,
            StrandedAppointments appointments,
            PractitionerLock practitionerLock,
            Clock clock) {
        this.database = database;
        this.openings = openings;
        this.appointments = appointments;
        this.practitionerLock = practitionerLock;
        this.clock = clock;
    }

    /** What can be booked as it is stored. */
    record Bookable(Span window, Map<UUID, Ticks> open, Set<StrandedAppointments.Given> given) {}

    /** As it is stored now, of all that the file is about. */
    Bookable bookable(NetworkFile file) {
        Instant now = clock.instant();
        return bookable(file, Span.covering(now, now.plus(AHEAD)));
    }

    private Bookable bookable(NetworkFile file, Span window) {
        return new Bookable(window, openings.of(clinics(file), window), given(file));
    }

    /** Marks what the file strands; {@code stranding} learns of it, and whether the file says that it may. */
    void mark(NetworkFile file, Bookable before, Stranding stranding, String actor) {
        Bookable after = bookable(file, before.window());
        Map<UUID, Ticks> lost = new HashMap<>();
        before.open().forEach((clinic, open) -> {
            Ticks closed = open.minus(after.open().getOrDefault(clinic, Ticks.none(before.window())));
            if (!closed.isEmpty()) {
                lost.put(clinic, closed);
            }
        });
        Set<UUID> mayClose = mayClose(file);
        appointments.inClosedTime(lost).forEach((clinic, stranded) -> {
            appointments.mark(stranded, "opening", actor);
            stranding.add(stranded, mayClose.contains(clinic));
        });
        Set<StrandedAppointments.Given> noLonger = new HashSet<>(before.given());
        noLonger.removeAll(after.given());
        markGiven(file, noLonger, stranding, actor);
    }

    private void markGiven(
            NetworkFile file, Set<StrandedAppointments.Given> noLonger, Stranding stranding, String actor) {
        if (noLonger.isEmpty()) {
            return;
        }
        practitionerLock.lock(noLonger.stream()
                .map(StrandedAppointments.Given::practitioner)
                .distinct()
                .toList());
        Set<UUID> people =
                ids("practitioner", codes(file.practitioners(), Practitioner::strandAppointments, Practitioner::code));
        Set<UUID> treatments =
                ids("treatment", codes(file.treatments(), Treatment::strandAppointments, Treatment::code));
        Map<Boolean, List<StrandedAppointments.Given>> byLeave = noLonger.stream()
                .collect(Collectors.partitioningBy(
                        one -> people.contains(one.practitioner()) || treatments.contains(one.treatment())));
        byLeave.forEach((allowed, given) -> {
            List<Stranded> stranded = appointments.ofGiven(given);
            appointments.mark(stranded, "offering", actor);
            stranding.add(stranded, allowed);
        });
    }

    private static <T> List<String> codes(List<T> things, Predicate<T> which, Function<T, String> code) {
        return things.stream().filter(which).map(code).toList();
    }

    /** A holiday may be allowed with its calendar, for every clinic that closes on its days. */
    private Set<UUID> mayClose(NetworkFile file) {
        Set<UUID> clinics =
                new HashSet<>(ids("clinic", codes(file.clinics(), Clinic::strandAppointments, Clinic::code)));
        clinics.addAll(withCalendars(codes(file.calendars(), Calendar::strandAppointments, Calendar::code)));
        return clinics;
    }

    /** Clinics whose opening the file may change. */
    private Set<UUID> clinics(NetworkFile file) {
        Set<UUID> clinics = new HashSet<>(ids("clinic", codes(file.clinics(), one -> true, Clinic::code)));
        clinics.addAll(withCalendars(codes(file.calendars(), one -> true, Calendar::code)));
        return clinics;
    }

    private Set<UUID> withCalendars(Collection<String> codes) {
        return codes.isEmpty()
                ? Set.of()
                : database.withHandle(handle -> Set.copyOf(handle.createQuery("""
                                SELECT DISTINCT k.clinic_id
                                  FROM clinic_holiday_calendar k JOIN holiday_calendar h ON h.id = k.calendar_id
                                 WHERE h.code = ANY (:codes)
                                """)
                        .bindArray("codes", String.class, codes.toArray())
                        .mapTo(UUID.class)
                        .list()));
    }

    private Set<UUID> ids(String table, Collection<String> codes) {
        return codes.isEmpty()
                ? Set.of()
                : database.withHandle(
                        handle -> Set.copyOf(handle.createQuery("SELECT id FROM <table> WHERE code = ANY (:codes)")
                                .define("table", table)
                                .bindArray("codes", String.class, codes.toArray())
                                .mapTo(UUID.class)
                                .list()));
    }

    /** What the practitioners of the file give where in which length, and whoever gives its treatments, with the skills for it. */
    private Set<StrandedAppointments.Given> given(NetworkFile file) {
        return database.withHandle(handle -> Set.copyOf(handle.createQuery("""
                        SELECT o.practitioner_id, o.treatment_id, o.clinic_id, length
                          FROM bookable_offering o
                          JOIN practitioner p ON p.id = o.practitioner_id
                          JOIN treatment t ON t.id = o.treatment_id
                         CROSS JOIN LATERAL unnest(o.lengths) AS length
                         WHERE (p.code = ANY (:practitioners) OR t.code = ANY (:treatments))
                           AND NOT EXISTS (SELECT FROM treatment_need n
                                            WHERE n.treatment_id = t.id AND n.kind = 'practitioner'
                                              AND n.requirement <> ALL (p.skills))
                        """)
                .bindArray(
                        "practitioners",
                        String.class,
                        codes(file.practitioners(), one -> true, Practitioner::code)
                                .toArray())
                .bindArray(
                        "treatments",
                        String.class,
                        codes(file.treatments(), one -> true, Treatment::code).toArray())
                .map((row, context) -> new StrandedAppointments.Given(
                        Objects.requireNonNull(row.getObject("practitioner_id", UUID.class)),
                        Objects.requireNonNull(row.getObject("treatment_id", UUID.class)),
                        Objects.requireNonNull(row.getObject("clinic_id", UUID.class)),
                        row.getInt("length")))
                .list()));
    }

    /** What would be left to be rebooked: with the file's leave, and without it. */
    static final class Stranding {
        private final List<Stranded> accepted = new ArrayList<>();
        private final List<Stranded> refused = new ArrayList<>();

        void add(List<Stranded> stranded, boolean allowed) {
            (allowed ? accepted : refused).addAll(stranded);
        }

        List<Stranded> accepted() {
            return accepted;
        }

        /** Empty when the file may be stored. */
        Optional<List<Stranded>> refused() {
            return refused.isEmpty() ? Optional.empty() : Optional.of(refused);
        }
    }
}

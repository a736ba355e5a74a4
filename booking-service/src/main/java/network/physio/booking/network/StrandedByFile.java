package network.physio.booking.network;

import static network.physio.booking.column.Columns.id;

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
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import network.physio.booking.availability.Catalogue;
import network.physio.booking.availability.Openings;
import network.physio.booking.availability.Span;
import network.physio.booking.availability.Ticks;
import network.physio.booking.network.NetworkFile.Calendar;
import network.physio.booking.network.NetworkFile.Clinic;
import network.physio.booking.network.NetworkFile.Practitioner;
import network.physio.booking.network.NetworkFile.Travel;
import network.physio.booking.network.NetworkFile.Treatment;
import network.physio.booking.roster.PractitionerLock;
import network.physio.booking.roster.Stranded;
import network.physio.booking.roster.StrandedAppointments;
import org.jdbi.v3.core.Jdbi;

/**
 * Finds appointments that a file leaves outside of their clinic's opening, with somebody who does not give that treatment
 * there any more, in a room or with a device that is of another kind now, or too far from the one before: what was so before
 * the file and is not after it. Rosters and time off find theirs when they are stored; places that are in use cannot go.
 */
@ApplicationScoped
class StrandedByFile {

    /** Policies let nobody but staff book more than a year ahead, and staff hardly book more than two. */
    private static final Duration AHEAD = Duration.ofDays(2 * 366);

    private final Jdbi database;
    private final Openings openings;
    private final StrandedAppointments appointments;
    private final PractitionerLock practitionerLock;
    private final Catalogue catalogue;
    private final Clock clock;

    StrandedByFile(
            Jdbi database,
            Openings openings,
            StrandedAppointments appointments,
            PractitionerLock practitionerLock,
            Catalogue catalogue,
            Clock clock) {
        this.database = database;
        this.openings = openings;
        this.appointments = appointments;
        this.practitionerLock = practitionerLock;
        this.catalogue = catalogue;
        this.clock = clock;
    }

    /** What can be booked as it is stored. */
    record Bookable(
            Span window,
            Map<UUID, Ticks> open,
            Set<StrandedAppointments.Given> given,
            Set<Place> places,
            Set<Need> needs,
            Map<String, StrandedAppointments.Way> ways) {}

    /** A room or device of a clinic. */
    private record Place(UUID id, UUID clinic, String kind) {}

    /** A kind of room or device that a treatment takes. */
    private record Need(UUID treatment, String kind, String requirement) {}

    /** As it is stored now, of all that the file is about. */
    Bookable bookable(NetworkFile file) {
        Instant now = clock.instant();
        return bookable(file, Span.covering(now, now.plus(AHEAD)));
    }

    private Bookable bookable(NetworkFile file, Span window) {
        return new Bookable(
                window, openings.of(clinics(file), window), given(file), places(file), needs(file), ways(file));
    }

    /** Marks what the file strands; {@code stranding} learns of it, and whether the file says that it may. */
    void mark(NetworkFile file, Bookable before, Stranding stranding, String actor) {
        Bookable after = bookable(file, before.window());
        Set<StrandedAppointments.Given> noLonger = new HashSet<>(before.given());
        noLonger.removeAll(after.given());
        markGiven(file, noLonger, stranding, actor);
        markClosed(file, before, after, stranding, actor);
        markMisplaced(file, before, after, stranding, actor);
        markTooFar(file, before.ways(), stranding, actor);
    }

    private void markClosed(NetworkFile file, Bookable before, Bookable after, Stranding stranding, String actor) {
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
    }

    /** Of places that are of another kind now, and of treatments that no longer take the kind they took. */
    private void markMisplaced(NetworkFile file, Bookable before, Bookable after, Stranding stranding, String actor) {
        Set<UUID> kept = after.places().stream()
                .filter(before.places()::contains)
                .map(Place::id)
                .collect(Collectors.toSet());
        List<Place> changed = before.places().stream()
                .filter(place -> !kept.contains(place.id()))
                .toList();
        List<UUID> otherNeeds = before.needs().stream()
                .filter(need -> !after.needs().contains(need))
                .map(Need::treatment)
                .distinct()
                .toList();
        Set<UUID> clinics = ids("clinic", codes(file.clinics(), Clinic::strandAppointments, Clinic::code));
        Set<UUID> treatments =
                ids("treatment", codes(file.treatments(), Treatment::strandAppointments, Treatment::code));
        for (boolean allowed : List.of(false, true)) {
            List<Place> places = changed.stream()
                    .filter(place -> clinics.contains(place.clinic()) == allowed)
                    .toList();
            List<UUID> ofTreatments = otherNeeds.stream()
                    .filter(treatment -> treatments.contains(treatment) == allowed)
                    .toList();
            if (!places.isEmpty() || !ofTreatments.isEmpty()) {
                List<Stranded> stranded = appointments.misplaced(
                        places.stream().map(Place::clinic).distinct().toList(),
                        places.stream().map(Place::id).toList(),
                        ofTreatments);
                appointments.mark(stranded, "place", actor);
                stranding.add(stranded, allowed);
            }
        }
    }

    private void markTooFar(
            NetworkFile file, Map<String, StrandedAppointments.Way> before, Stranding stranding, String actor) {
        for (Travel now : file.travel()) {
            StrandedAppointments.Way way = before.get(now.at());
            if (way != null && now.minutes() > way.minutes()) {
                List<Stranded> stranded = appointments.tooFar(way, now.minutes());
                appointments.mark(stranded, "travel", actor);
                stranding.add(stranded, now.strandAppointments());
            }
        }
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
                        id(row, "practitioner_id"),
                        id(row, "treatment_id"),
                        id(row, "clinic_id"),
                        row.getInt("length")))
                .list()));
    }

    /** Rooms and devices of the clinics of the file. */
    private Set<Place> places(NetworkFile file) {
        return database.withHandle(handle -> Set.copyOf(handle.createQuery("""
                        SELECT p.id, p.clinic_id, p.kind
                          FROM (SELECT id, clinic_id, kind FROM room
                                UNION ALL
                                SELECT id, clinic_id, kind FROM equipment) p
                          JOIN clinic c ON c.id = p.clinic_id
                         WHERE c.code = ANY (:clinics)
                        """)
                .bindArray(
                        "clinics",
                        String.class,
                        codes(file.clinics(), one -> true, Clinic::code).toArray())
                .map((row, context) -> new Place(id(row, "id"), id(row, "clinic_id"), row.getString("kind")))
                .list()));
    }

    /** What the treatments of the file take beside a practitioner. */
    private Set<Need> needs(NetworkFile file) {
        return database.withHandle(handle -> Set.copyOf(handle.createQuery("""
                        SELECT n.treatment_id, n.kind, n.requirement
                          FROM treatment_need n JOIN treatment t ON t.id = n.treatment_id
                         WHERE n.kind IN ('room', 'equipment') AND t.code = ANY (:treatments)
                        """)
                .bindArray(
                        "treatments",
                        String.class,
                        codes(file.treatments(), one -> true, Treatment::code).toArray())
                .map((row, context) ->
                        new Need(id(row, "treatment_id"), row.getString("kind"), row.getString("requirement")))
                .list()));
    }

    /** How long the ways of the file, by their place in it, have been for bookings until now. */
    private Map<String, StrandedAppointments.Way> ways(NetworkFile file) {
        Map<String, StrandedAppointments.Way> ways = new HashMap<>();
        for (Travel travel : file.travel()) {
            catalogue
                    .clinic(travel.between().getFirst())
                    .ifPresent(one -> catalogue
                            .clinic(travel.between().getLast())
                            .ifPresent(other -> ways.put(
                                    travel.at(),
                                    new StrandedAppointments.Way(
                                            one.id(),
                                            other.id(),
                                            catalogue
                                                    .travelTimes()
                                                    .between(one, other)
                                                    .minutes()))));
        }
        return ways;
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

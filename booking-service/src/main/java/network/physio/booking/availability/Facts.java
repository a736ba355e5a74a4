package network.physio.booking.availability;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What is known within a window, from memory or from the tables; each question gets its {@link Diary} from here. */
public final class Facts {

    private final Span window;
    private final Listings listings;
    private final Timetable timetable;
    private final Occupancy occupancy;
    private final List<TakenPlace> supposed;
    private final GroupSessions sessions;
    private final Map<UUID, Diary.AtClinic> clinics = new HashMap<>();

    Facts(Span window, Listings listings, Timetable timetable, Occupancy occupancy, GroupSessions sessions) {
        this(window, listings, timetable, occupancy, sessions, List.of());
    }

    private Facts(
            Span window,
            Listings listings,
            Timetable timetable,
            Occupancy occupancy,
            GroupSessions sessions,
            List<TakenPlace> supposed) {
        this.window = window;
        this.listings = listings;
        this.timetable = timetable;
        this.occupancy = occupancy;
        this.supposed = supposed;
        this.sessions = sessions;
    }

    public Span window() {
        return window;
    }

    /** The same within a part of the window. */
    public Facts within(Span part) {
        return new Facts(part, listings, timetable, occupancy, sessions, supposed);
    }

    /** The same, with these sessions. */
    Facts with(GroupSessions known) {
        return new Facts(window, listings, timetable, occupancy, known, supposed);
    }

    /** The same as it would be if these places were taken too. */
    public Facts supposing(List<TakenPlace> taken) {
        return new Facts(window, listings, timetable, occupancy, sessions, taken);
    }

    /** The diary of the practitioner who makes this offering, at its clinic. */
    public Diary diary(Offering offering) {
        UUID practitioner = offering.practitionerId();
        Timetable.At at = new Timetable.At(practitioner, offering.clinicId());
        Map<UUID, Ticks> work = occupancy.work(practitioner);
        return new Diary(
                clinics.computeIfAbsent(offering.clinicId(), this::atClinic),
                timetable.shifts(at, window),
                Ticks.all(window).minus(occupancy.busyOnAnyUnit(practitioner, window)),
                onTheWay(offering.clinicId(), work),
                booked(work),
                sessions.of(at));
    }

    /** What the treatment costs in this length, with whoever is of this tier. */
    public Optional<Catalogue.Price> price(UUID treatment, int minutes, String tier) {
        return listings.price(treatment, minutes, tier);
    }

    /** Whether the patient has something in this span. */
    public boolean isBusy(UUID patient, Span visit) {
        return !occupancy.busy(patient, (short) 0, visit).isEmpty();
    }

    private Ticks onTheWay(UUID here, Map<UUID, Ticks> work) {
        Ticks onTheWay = Ticks.none(window);
        for (Map.Entry<UUID, Ticks> at : work.entrySet()) {
            if (!at.getKey().equals(here) && !at.getKey().equals(StoredClaims.ONLY_CLINIC)) {
                onTheWay = onTheWay.or(at.getValue()
                        .within(window)
                        .widened(
                                Span.ticks(listings.travelMinutes(here, at.getKey())),
                                Span.ticks(listings.travelMinutes(at.getKey(), here))));
            }
        }
        return onTheWay;
    }

    private Ticks booked(Map<UUID, Ticks> work) {
        Ticks booked = Ticks.none(window);
        for (Ticks ticks : work.values()) {
            booked = booked.or(ticks.within(window));
        }
        return booked;
    }

    /** Its rooms and devices are laid out when they are asked about: many treatments need none. */
    private Diary.AtClinic atClinic(UUID clinic) {
        Map<Need.Kind, List<Diary.Place>> places = new EnumMap<>(Need.Kind.class);
        return new Diary.AtClinic(
                timetable.open(clinic, window), kind -> places.computeIfAbsent(kind, asked -> places(clinic, asked)));
    }

    private List<Diary.Place> places(UUID clinic, Need.Kind kind) {
        List<Diary.Place> places = new ArrayList<>();
        for (Listings.Unit unit : listings.units(clinic)) {
            if (unit.kind() == kind) {
                places.add(new Diary.Place(
                        unit.resourceId(),
                        unit.unit(),
                        unit.code(),
                        unit.placeKind(),
                        Ticks.all(window).minus(occupancy.busy(unit.resourceId(), unit.unit(), window))));
            }
        }
        supposed.forEach(taken -> take(taken, places));
        return places;
    }

    /** Takes the unit that has most of the time left. The bitmaps are new, and nobody has seen them yet. */
    private static void take(TakenPlace taken, List<Diary.Place> places) {
        places.stream()
                .filter(place -> place.resourceId().equals(taken.place()))
                .max(Comparator.comparingInt(
                        place -> place.free().within(taken.span()).count()))
                .ifPresent(place -> place.free().remove(taken.span()));
    }
}

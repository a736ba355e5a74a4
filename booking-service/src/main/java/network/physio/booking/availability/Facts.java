package network.physio.booking.availability;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What is known within a window, from memory or from the tables; each question gets its {@link Diary} from here. */
public final class Facts {

    private final Span window;
    private final Listings listings;
    private final Timetable timetable;
    private final Occupancy occupancy;
    private final GroupSessions sessions;
    private final Map<UUID, Diary.AtClinic> clinics = new HashMap<>();

    Facts(Span window, Listings listings, Timetable timetable, Occupancy occupancy, GroupSessions sessions) {
        this.window = window;
        this.listings = listings;
        this.timetable = timetable;
        this.occupancy = occupancy;
        this.sessions = sessions;
    }

    public Span window() {
        return window;
    }

    /** The same within a part of the window. */
    public Facts within(Span part) {
        return new Facts(part, listings, timetable, occupancy, sessions);
    }

    /** The same, with these sessions. */
    Facts with(GroupSessions known) {
        return new Facts(window, listings, timetable, occupancy, known);
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

    private Diary.AtClinic atClinic(UUID clinic) {
        Map<Need.Kind, List<Diary.Place>> places = new EnumMap<>(Need.Kind.class);
        for (Listings.Unit unit : listings.units(clinic)) {
            places.computeIfAbsent(unit.kind(), kind -> new ArrayList<>())
                    .add(new Diary.Place(
                            unit.resourceId(),
                            unit.unit(),
                            unit.code(),
                            unit.placeKind(),
                            Ticks.all(window).minus(occupancy.busy(unit.resourceId(), unit.unit(), window))));
        }
        return new Diary.AtClinic(timetable.open(clinic, window), places);
    }
}

package network.physio.booking.availability;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** What is known of one practitioner and one clinic within a window: the facts that the rules about starts look at. */
public final class Diary {

    /** A stretch of roster, and for whom it is. */
    record RosteredHours(
            Span span, Treatment.Place place, Set<String> audience, Set<String> visitKinds, int releaseHours) {}

    /** Work of the same practitioner at another clinic, with the way from here to there and back in minutes. */
    record Elsewhere(Span span, int minutesThere, int minutesBack) {}

    /** One unit of a room or device of this clinic, and when it is free. */
    public record Place(UUID resourceId, short unit, String code, String kind, Ticks free) {}

    private final Ticks open;
    private final List<RosteredHours> rostered;
    private final Ticks practitionerFree;
    private final List<Elsewhere> elsewhere;
    private final Map<Need.Kind, List<Place>> places;
    private final int bookedTicks;

    Diary(
            Ticks open,
            List<RosteredHours> rostered,
            Ticks practitionerFree,
            List<Elsewhere> elsewhere,
            Map<Need.Kind, List<Place>> places,
            int bookedTicks) {
        this.open = open;
        this.rostered = rostered;
        this.practitionerFree = practitionerFree;
        this.elsewhere = elsewhere;
        this.places = places;
        this.bookedTicks = bookedTicks;
    }

    Ticks open() {
        return open;
    }

    List<RosteredHours> rostered() {
        return rostered;
    }

    Ticks practitionerFree() {
        return practitionerFree;
    }

    List<Elsewhere> elsewhere() {
        return elsewhere;
    }

    /** Rooms or devices that fit a need, in the order in which they are taken. */
    public List<Place> fitting(Need need) {
        return places.getOrDefault(need.kind(), List.of()).stream()
                .filter(place -> place.kind().equals(need.requirement()))
                .toList();
    }

    /** How much of the window the practitioner has taken already: the least-booked is offered first. */
    public int bookedTicks() {
        return bookedTicks;
    }
}

package network.physio.booking.availability;

import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What is known of one practitioner and one clinic within a window: the facts that the rules about starts look at. */
public final class Diary {

    /** One unit of a room or device of this clinic, and when it is free. */
    public record Place(UUID resourceId, short unit, String code, String kind, Ticks free) {

        boolean isSame(Place other) {
            return resourceId.equals(other.resourceId()) && unit == other.unit();
        }
    }

    /** The part that everybody at the clinic shares. */
    record AtClinic(Ticks open, Map<Need.Kind, List<Place>> places) {}

    private final AtClinic clinic;
    private final List<Timetable.Shift> shifts;
    private final Ticks practitionerFree;
    private final Ticks onTheWay;
    private final Ticks booked;

    /**
     * @param onTheWay when working here would leave no time for the way from or to another clinic
     * @param booked what the practitioner has at any clinic
     */
    Diary(AtClinic clinic, List<Timetable.Shift> shifts, Ticks practitionerFree, Ticks onTheWay, Ticks booked) {
        this.clinic = clinic;
        this.shifts = shifts;
        this.practitionerFree = practitionerFree;
        this.onTheWay = onTheWay;
        this.booked = booked;
    }

    Ticks open() {
        return clinic.open();
    }

    List<Timetable.Shift> shifts() {
        return shifts;
    }

    Ticks practitionerFree() {
        return practitionerFree;
    }

    Ticks onTheWay() {
        return onTheWay;
    }

    /** Rooms or devices that fit a need, in the order in which they are taken. */
    public List<Place> fitting(Need need) {
        return clinic.places().getOrDefault(need.kind(), List.of()).stream()
                .filter(place -> place.kind().equals(need.requirement()))
                .toList();
    }

    /** How much the practitioner has in this span already: the least-booked of a day is offered first. */
    public int bookedTicks(Span day) {
        return booked.within(day).count();
    }
}

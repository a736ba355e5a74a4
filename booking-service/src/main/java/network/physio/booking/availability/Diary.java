package network.physio.booking.availability;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

/** What is known of one practitioner and one clinic within a window: the facts that the rules about starts look at. */
public final class Diary {

    /** One unit of a room or device of this clinic, and when it is free. */
    public record Place(UUID resourceId, short unit, String code, String kind, Ticks free) {

        boolean isSame(Place other) {
            return resourceId.equals(other.resourceId()) && unit == other.unit();
        }
    }

    /** The part that everybody at the clinic shares. */
    record AtClinic(Ticks open, Function<Need.Kind, List<Place>> places) {}

    private final AtClinic clinic;
    private final List<Timetable.Shift> shifts;
    private final Ticks practitionerFree;
    private final Ticks onTheWay;
    private final Ticks booked;
    private final List<GroupSession> sessions;

    /**
     * @param onTheWay when working here would leave no time for the way from or to another clinic
     * @param booked what the practitioner has at any clinic
     * @param sessions that the practitioner gives here
     */
    Diary(
            AtClinic clinic,
            List<Timetable.Shift> shifts,
            Ticks practitionerFree,
            Ticks onTheWay,
            Ticks booked,
            List<GroupSession> sessions) {
        this.clinic = clinic;
        this.shifts = shifts;
        this.practitionerFree = practitionerFree;
        this.onTheWay = onTheWay;
        this.booked = booked;
        this.sessions = sessions;
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
        return clinic.places().apply(need.kind()).stream()
                .filter(place -> place.kind().equals(need.requirement()))
                .toList();
    }

    /** Sessions of this treatment and length, by start. */
    Stream<GroupSession> sessions(Treatment treatment, int minutes) {
        return sessions.stream().filter(session -> session.isOf(treatment, minutes));
    }

    /** The session in which this start is a seat; empty for visits that take a time of their own. */
    public Optional<GroupSession> session(Treatment treatment, int minutes, long start) {
        return treatment.form() == Treatment.Form.SEAT
                ? sessions(treatment, minutes)
                        .filter(session -> session.startTick() == start)
                        .findFirst()
                : Optional.empty();
    }

    /** How much the practitioner has in this span already: the least-booked of a day is offered first. */
    public int bookedTicks(Span day) {
        return booked.within(day).count();
    }
}

package network.physio.booking.availability;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/** When clinics are open and who is rostered when, within a window; each with the number of its last change. */
final class Timetable {

    record At(UUID practitionerId, UUID clinicId) {}

    record Opening(int version, Ticks open) {}

    /** Rostered time of one kind. */
    record Shift(Ticks ticks, Treatment.Place place, Set<String> audience, Set<String> visitKinds, int releaseHours) {

        Shift within(Span window) {
            return new Shift(ticks.within(window), place, audience, visitKinds, releaseHours);
        }
    }

    record Hours(int version, List<Shift> shifts) {}

    private final Map<UUID, Opening> openings;
    private final Map<At, Hours> hours;

    Timetable(Map<UUID, Opening> openings, Map<At, Hours> hours) {
        this.openings = openings;
        this.hours = hours;
    }

    Ticks open(UUID clinic, Span window) {
        Opening opening = openings.get(clinic);
        return opening == null ? Ticks.none(window) : opening.open().within(window);
    }

    List<Shift> shifts(At at, Span window) {
        Hours rostered = hours.get(at);
        return rostered == null
                ? List.of()
                : rostered.shifts().stream().map(shift -> shift.within(window)).toList();
    }

    /** Whether it was read at these numbers: then it is what the tables say now. */
    boolean isAt(Versions versions, UUID clinic, UUID practitioner) {
        Opening opening = openings.get(clinic);
        Hours rostered = hours.get(new At(practitioner, clinic));
        return opening != null
                && rostered != null
                && versions.isOpeningAt(clinic, opening.version())
                && versions.areHoursAt(practitioner, rostered.version());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Timetable timetable
                && openings.equals(timetable.openings)
                && hours.equals(timetable.hours);
    }

    @Override
    public int hashCode() {
        return Objects.hash(openings, hours);
    }

    /** Bytes of the bitmaps. */
    long size() {
        return openings.values().stream().mapToLong(one -> one.open().size()).sum()
                + hours.values().stream()
                        .flatMap(one -> one.shifts().stream())
                        .mapToLong(shift -> shift.ticks().size())
                        .sum();
    }

    void keep(Set<At> workplaces) {
        hours.keySet().retainAll(workplaces);
    }

    void put(UUID clinic, Opening opening) {
        openings.put(clinic, opening);
    }

    void put(At at, Hours rostered) {
        hours.put(at, rostered);
    }
}

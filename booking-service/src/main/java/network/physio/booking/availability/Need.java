package network.physio.booking.availability;

import org.jspecify.annotations.Nullable;

/**
 * A segment of a treatment that occupies one resource.
 *
 * @param requirement a skill of the practitioner, or the kind of room or device
 * @param offset minutes from the start of the visit
 * @param minutes how long, null for the rest of the visit
 * @param before minutes before the segment that the resource is occupied too, such as setting up
 * @param after minutes after it, such as cleaning
 */
public record Need(
        Kind kind, String requirement, int offset, @Nullable Integer minutes, int before, int after) {

    /** What kind of resource it occupies. The patient is claimed for every visit, without being listed as a need. */
    public enum Kind {
        PRACTITIONER,
        ROOM,
        EQUIPMENT,
        PATIENT,
        /** A seat in it; no need of a treatment either. */
        SESSION
    }

    /** What is claimed for a visit of this length that starts at this tick, buffers included. */
    Span claimed(long start, int visitMinutes) {
        return new Span(start - leadTicks(), start - leadTicks() + ticks(visitMinutes));
    }

    /** The starts for which the resource is free throughout, given when it is free. */
    Ticks starts(Ticks free, int visitMinutes) {
        return free.beginningRunsOf(ticks(visitMinutes)).moved(leadTicks());
    }

    /** By how much the claim begins before the visit; negative when after. */
    private long leadTicks() {
        return Span.ticks(before - offset);
    }

    private long ticks(int visitMinutes) {
        int lasting = minutes == null ? visitMinutes - offset : minutes;
        return Span.ticks((long) before + lasting + after);
    }
}

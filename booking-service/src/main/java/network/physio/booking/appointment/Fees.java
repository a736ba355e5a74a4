package network.physio.booking.appointment;

import java.time.Duration;
import java.time.Instant;
import network.physio.booking.availability.Judge;

/**
 * What the policy kept on an appointment asks for, in minor units. What the clinic has to answer for is free: its own
 * cancellations, and whatever becomes of a visit that it asked to be rebooked. All fees of one appointment together are
 * never more than the visit.
 */
final class Fees {

    private Fees() {}

    /** Of calling it off now. */
    static int ofCancelling(Appointment appointment, String by, Instant now) {
        return by.equals("clinic") || !isLate(appointment, now) ? 0 : late(appointment);
    }

    /** Of moving it now: as much as of calling it off, or a late cancellation would be dodged by a move to next week. */
    static int ofMoving(Appointment before, Judge.Wish to, Instant now) {
        return givesUpTime(before, to) && isLate(before, now) ? late(before) : 0;
    }

    /** Of not coming. */
    static int ofNoShow(Appointment appointment) {
        return appointment.rebookingNeeded()
                ? 0
                : capped(appointment, appointment.policy().noShowPercent());
    }

    /** Of not letting the practitioner in; nothing unless the policy says so. */
    static int ofNoAccess(Appointment appointment) {
        Integer percent = appointment.policy().noAccessPercent();
        return appointment.rebookingNeeded() || percent == null ? 0 : capped(appointment, percent);
    }

    private static boolean isLate(Appointment appointment, Instant now) {
        Duration notice = Duration.between(now, appointment.startsAt());
        return !appointment.rebookingNeeded()
                && notice.compareTo(Duration.ofHours(appointment.policy().freeCancellationHours())) < 0;
    }

    /** Another practitioner or room at the same time leaves the clinic no gap. */
    private static boolean givesUpTime(Appointment before, Judge.Wish to) {
        return !before.startsAt().equals(to.startsAt())
                || !before.clinic().id().equals(to.clinic().id())
                || to.minutes() < before.minutes();
    }

    private static int late(Appointment appointment) {
        return capped(appointment, appointment.policy().lateCancellationPercent());
    }

    private static int capped(Appointment appointment, int percent) {
        int price = appointment.price().amount();
        return Math.clamp((long) price * percent / 100, 0, Math.max(0, price - appointment.lateMoveFee()));
    }
}

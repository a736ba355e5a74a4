package network.physio.booking.availability;

import org.jspecify.annotations.Nullable;

/**
 * Terms under which a clinic is booked; an appointment keeps the ones it was made under.
 *
 * @param noticeMinutes the public and partners book no later than this before the start
 * @param horizonDays how many days ahead
 * @param gridMinutes the public and partners start at multiples of this in local time
 * @param noAccessPercent of the price, when a practitioner stands before a closed door; null, as of appointments made before
 *     policies said so, is nothing
 */
public record Policy(
        String code,
        int noticeMinutes,
        int horizonDays,
        int gridMinutes,
        int freeCancellationHours,
        int lateCancellationPercent,
        int noShowPercent,
        @Nullable Integer noAccessPercent) {}

package network.physio.booking.waitlist;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.LocalTime;
import java.util.List;
import network.physio.booking.availability.Weekday;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A range of local time on some days of the week, into which the whole visit must fall. */
@Schema(
        name = "WantedTimes",
        description = "Local times of the clinic: the whole visit lies between them. Without days: every day.")
public record LocalRange(
        @Nullable @Size(max = 7) List<@NotNull Weekday> days,
        @NotNull @Schema(examples = "08:00") LocalTime from,
        @NotNull @Schema(examples = "12:30") LocalTime until) {

    boolean covers(Weekday day, LocalTime start, LocalTime end) {
        return (days == null || days.isEmpty() || days.contains(day)) && !start.isBefore(from) && !end.isAfter(until);
    }
}

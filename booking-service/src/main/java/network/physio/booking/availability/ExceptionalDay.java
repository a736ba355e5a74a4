package network.physio.booking.availability;

import java.time.LocalDate;
import java.util.List;

/** One day whose hours at the clinic replace those of the roster; no hours is a day off. */
public record ExceptionalDay(LocalDate day, List<WorkingHours> hours) {}

package network.physio.booking.roster;

import java.time.LocalDate;
import java.util.List;
import network.physio.booking.availability.LocalHours;

/** One day whose hours at the clinic replace those of the roster; no hours is a day off. */
public record ExceptionalDay(LocalDate day, List<LocalHours> hours) {}

package network.physio.booking.roster;

import java.util.List;
import network.physio.booking.availability.Schedule;

/**
 * A schedule that somebody wants, with the places at which its parts are written.
 *
 * @param place of the whole, such as {@code #/rosters}
 * @param rosterPlaces one for each roster, such as {@code #/rosters/2}
 * @param exceptionPlaces one for each exceptional day
 */
public record Wanted(Schedule schedule, String place, List<String> rosterPlaces, List<String> exceptionPlaces) {}

package network.physio.booking.series;

import java.time.Instant;

/**
 * A start that is asked for.
 *
 * @param ordinal its place in the series, from 1
 * @param pointer where the request says it
 */
record Occurrence(int ordinal, String pointer, Instant startsAt) {}

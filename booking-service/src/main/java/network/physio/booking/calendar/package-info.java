/** Visits as calendar files: a practitioner's diary under a secret address, and one appointment to keep. */
@NullMarked
package network.physio.booking.calendar;

import org.jspecify.annotations.NullMarked;

/** Starts at which a treatment can be booked now: computed, never stored. */
@NullMarked
package network.physio.booking.slot;

import org.jspecify.annotations.NullMarked;

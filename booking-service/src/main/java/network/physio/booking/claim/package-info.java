/** Claims on time: how they are locked, written, displaced and given back so that they neither deadlock nor stall. */
@NullMarked
package network.physio.booking.claim;

import org.jspecify.annotations.NullMarked;

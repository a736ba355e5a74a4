/** Trying something inside a transaction that goes on when it fails, or was only tried. */
@NullMarked
package network.physio.booking.attempt;

import org.jspecify.annotations.NullMarked;

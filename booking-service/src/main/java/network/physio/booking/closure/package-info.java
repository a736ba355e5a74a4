/** When a clinic is closed out of the ordinary. */
@NullMarked
package network.physio.booking.closure;

import org.jspecify.annotations.NullMarked;

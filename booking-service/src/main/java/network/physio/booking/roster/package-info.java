/** When practitioners work: recurring local hours per clinic, dated exceptions, and time off. */
@NullMarked
package network.physio.booking.roster;

import org.jspecify.annotations.NullMarked;

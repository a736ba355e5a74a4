/** The front desk's day: everything that happens at a clinic on one date, in one reading. */
@NullMarked
package network.physio.booking.day;

import org.jspecify.annotations.NullMarked;

/** Which starts can be booked, and why the others cannot: one set of rules, asked by offering and by booking alike. */
@NullMarked
package network.physio.booking.availability;

import org.jspecify.annotations.NullMarked;

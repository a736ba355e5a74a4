/** Series: a course of appointments that is booked, moved and called off together, each visit or none. */
@NullMarked
package network.physio.booking.series;

import org.jspecify.annotations.NullMarked;

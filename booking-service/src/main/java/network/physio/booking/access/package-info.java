/** What a caller may touch in booking: clinics, diaries, agreements and what they made themselves. */
@NullMarked
package network.physio.booking.access;

import org.jspecify.annotations.NullMarked;

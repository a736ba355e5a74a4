/** The clinics as anyone may read them: where they are, when they are open, on what terms they are booked. */
@NullMarked
package network.physio.booking.clinic;

import org.jspecify.annotations.NullMarked;

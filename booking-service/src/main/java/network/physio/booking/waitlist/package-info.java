/** People who wait for a time that is taken: when one becomes free, it is held for whoever has waited longest. */
@NullMarked
package network.physio.booking.waitlist;

import org.jspecify.annotations.NullMarked;

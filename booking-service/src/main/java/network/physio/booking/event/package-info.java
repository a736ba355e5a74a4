/** What happened, written in the transaction in which it happens. */
@NullMarked
package network.physio.booking.event;

import org.jspecify.annotations.NullMarked;

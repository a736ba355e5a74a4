/** The feed of changes: everything that happened, in order, for the caller's share of the network. */
@NullMarked
package network.physio.booking.change;

import org.jspecify.annotations.NullMarked;

/** How the columns of our tables become values and back, alike in every feature. */
@NullMarked
package network.physio.booking.column;

import org.jspecify.annotations.NullMarked;

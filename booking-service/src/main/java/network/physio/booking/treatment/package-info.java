/** The treatments as anyone may read them: what they are, how long, where, and what they cost. */
@NullMarked
package network.physio.booking.treatment;

import org.jspecify.annotations.NullMarked;

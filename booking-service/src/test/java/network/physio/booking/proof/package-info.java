/** Properties of the whole service, tried over HTTP with many random operations. */
@NullMarked
package network.physio.booking.proof;

import org.jspecify.annotations.NullMarked;

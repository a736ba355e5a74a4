/** Runs the whole product on one machine without containers. */
@NullMarked
package network.physio.local;

import org.jspecify.annotations.NullMarked;

/** How many requests a client may make on a route. */
@NullMarked
package network.physio.gateway.limit;

import org.jspecify.annotations.NullMarked;

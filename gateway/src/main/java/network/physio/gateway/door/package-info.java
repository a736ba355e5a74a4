/** What every request passes, in order: its form, its origin, its token, its limit, and then a page or a service. */
@NullMarked
package network.physio.gateway.door;

import org.jspecify.annotations.NullMarked;

/** The allow-list of addresses, and which service each leads to. */
@NullMarked
package network.physio.gateway.route;

import org.jspecify.annotations.NullMarked;

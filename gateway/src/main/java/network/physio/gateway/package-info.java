/** The only public door of the network. */
@NullMarked
package network.physio.gateway;

import org.jspecify.annotations.NullMarked;

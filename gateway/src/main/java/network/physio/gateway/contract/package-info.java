/** One contract of the whole network, merged at build time from the contracts of the services. */
@NullMarked
package network.physio.gateway.contract;

import org.jspecify.annotations.NullMarked;

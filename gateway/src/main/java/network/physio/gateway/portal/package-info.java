/** The interactive page of the contract. */
@NullMarked
package network.physio.gateway.portal;

import org.jspecify.annotations.NullMarked;

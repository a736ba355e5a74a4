/** Whether the token of a request is a valid access token of this network, and whose. */
@NullMarked
package network.physio.gateway.token;

import org.jspecify.annotations.NullMarked;

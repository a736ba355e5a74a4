/** The passage of one request to its service and of the answer back, both streamed. */
@NullMarked
package network.physio.gateway.proxy;

import org.jspecify.annotations.NullMarked;

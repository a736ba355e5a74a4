/** What the gateway itself refuses, as RFC 9457 problems, and the pages that explain every problem of the network. */
@NullMarked
package network.physio.gateway.problem;

import org.jspecify.annotations.NullMarked;

/** What every API of the network does alike: problems, strict JSON, parameters, preconditions, idempotency, the caller. */
@NullMarked
package network.physio.http;

import org.jspecify.annotations.NullMarked;

/** Writes that happen once: the transaction around a use case, and the answers kept for idempotency keys. */
@NullMarked
package network.physio.http.once;

import org.jspecify.annotations.NullMarked;

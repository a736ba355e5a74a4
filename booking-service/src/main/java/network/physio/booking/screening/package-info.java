/** The screening gate: verifies the passes that triage signs, offline, and holds appointments to them. */
@NullMarked
package network.physio.booking.screening;

import org.jspecify.annotations.NullMarked;

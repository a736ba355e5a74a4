/** The signed list of revoked passes and of patients who must not be booked for now. */
@NullMarked
package network.physio.triage.stop;

import org.jspecify.annotations.NullMarked;

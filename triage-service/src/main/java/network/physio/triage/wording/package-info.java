/** The sentences that people read, kept apart from the code. */
@NullMarked
package network.physio.triage.wording;

import org.jspecify.annotations.NullMarked;

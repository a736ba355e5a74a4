/** Answers and their outcome: decided, stored, and shown to their owner and to clinical staff. */
@NullMarked
package network.physio.triage.assessment;

import org.jspecify.annotations.NullMarked;

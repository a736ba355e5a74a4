/** The closed list of outcomes, and the words that go with them. */
@NullMarked
package network.physio.triage.disposition;

import org.jspecify.annotations.NullMarked;

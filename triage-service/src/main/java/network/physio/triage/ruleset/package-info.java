/** One immutable, hashed version of everything that decides. */
@NullMarked
package network.physio.triage.ruleset;

import org.jspecify.annotations.NullMarked;

/** The rules: each one named, with its clinical sources, and one list of them that decides. */
@NullMarked
package network.physio.triage.rule;

import org.jspecify.annotations.NullMarked;

/** The signed screening pass that booking honours, and the keys that sign it. */
@NullMarked
package network.physio.triage.pass;

import org.jspecify.annotations.NullMarked;

/** Personal inputs under a key per owner: deleting the key erases them. */
@NullMarked
package network.physio.triage.seal;

import org.jspecify.annotations.NullMarked;

/** The practitioners as anyone may read them: who they are and what they offer where, and nothing private. */
@NullMarked
package network.physio.booking.practitioner;

import org.jspecify.annotations.NullMarked;

/** Says to the rest of the network that an article appeared or went away. */
@NullMarked
package network.physio.content.event;

import org.jspecify.annotations.NullMarked;

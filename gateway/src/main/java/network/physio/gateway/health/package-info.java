/** Whether every part of the network can answer. */
@NullMarked
package network.physio.gateway.health;

import org.jspecify.annotations.NullMarked;

/** Loads the articles that ship with the network into an empty schema. */
@NullMarked
package network.physio.content.seed;

import org.jspecify.annotations.NullMarked;

/** The languages in which advice can be published. */
@NullMarked
package network.physio.content.language;

import org.jspecify.annotations.NullMarked;

/** Graded, cited sentences of advice, and until when each of them may be shown. */
@NullMarked
package network.physio.content.statement;

import org.jspecify.annotations.NullMarked;

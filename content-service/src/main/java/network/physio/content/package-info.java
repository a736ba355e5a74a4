/** Patient education: articles, graded statements, search. */
@NullMarked
package network.physio.content;

import org.jspecify.annotations.NullMarked;

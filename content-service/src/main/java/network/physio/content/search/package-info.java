/** Finds published articles by words, lay words and misspelt words. */
@NullMarked
package network.physio.content.search;

import org.jspecify.annotations.NullMarked;

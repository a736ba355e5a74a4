/** Turns an article's Markdown into safe HTML and into plain text for search. */
@NullMarked
package network.physio.content.rendering;

import org.jspecify.annotations.NullMarked;

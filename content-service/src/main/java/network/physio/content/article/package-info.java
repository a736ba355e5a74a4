/** Articles, their translations and the life of each version, from draft to withdrawn. */
@NullMarked
package network.physio.content.article;

import org.jspecify.annotations.NullMarked;

/** What patients are told by e-mail, when, and what they may switch off. */
@NullMarked
package network.physio.booking.message;

import org.jspecify.annotations.NullMarked;

/** What is asked, in which order, and how an answer of each type is read. */
@NullMarked
package network.physio.triage.question;

import org.jspecify.annotations.NullMarked;

/** What a patient has agreed to: which text, who said yes for them, when, and when it was taken back. */
@NullMarked
package network.physio.booking.patient.consent;

import org.jspecify.annotations.NullMarked;

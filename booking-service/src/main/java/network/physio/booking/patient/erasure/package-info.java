/** What a patient may take along, and what is left when they ask to be forgotten or time has run out. */
@NullMarked
package network.physio.booking.patient.erasure;

import org.jspecify.annotations.NullMarked;

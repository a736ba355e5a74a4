/** Where a patient can be visited, and what whoever goes there must know. */
@NullMarked
package network.physio.booking.patient.address;

import org.jspecify.annotations.NullMarked;

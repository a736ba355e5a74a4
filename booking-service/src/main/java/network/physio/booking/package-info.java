/** Appointments, availability, patients and the reference data of the network. */
@NullMarked
package network.physio.booking;

import org.jspecify.annotations.NullMarked;

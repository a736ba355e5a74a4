/** Who may act for a patient: accounts that reception links, or that link themselves with a code from reception. */
@NullMarked
package network.physio.booking.patient.account;

import org.jspecify.annotations.NullMarked;

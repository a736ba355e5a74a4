/** Appointments: made from a hold or directly, moved, cancelled, read by those whom they concern. */
@NullMarked
package network.physio.booking.appointment;

import org.jspecify.annotations.NullMarked;

/** The people who are treated: who may read and change their record, and the one door to it. */
@NullMarked
package network.physio.booking.patient;

import org.jspecify.annotations.NullMarked;

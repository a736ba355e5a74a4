/** Two records of one person become one, and can be told apart again. */
@NullMarked
package network.physio.booking.patient.merge;

import org.jspecify.annotations.NullMarked;

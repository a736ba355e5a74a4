/** Group sessions: clinics schedule them, patients take seats in them as they take any other time. */
@NullMarked
package network.physio.booking.session;

import org.jspecify.annotations.NullMarked;

/** Who looked at or changed whose record: one line per patient, never changed afterwards. */
@NullMarked
package network.physio.booking.accesslog;

import org.jspecify.annotations.NullMarked;

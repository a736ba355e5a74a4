/** SQL in plain JDBC, for the statements that run with every booking. */
@NullMarked
package network.physio.http.sql;

import org.jspecify.annotations.NullMarked;

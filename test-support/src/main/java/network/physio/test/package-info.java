/** PostgreSQL, identity and a settable clock for tests. */
@NullMarked
package network.physio.test;

import org.jspecify.annotations.NullMarked;

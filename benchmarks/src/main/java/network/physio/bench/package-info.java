/** Measures the product from outside: a server, a service and a load, each a process of its own, and one table at the end. */
@NullMarked
package network.physio.bench;

import org.jspecify.annotations.NullMarked;

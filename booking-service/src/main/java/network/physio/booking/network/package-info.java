/** The network file: clinics, treatments, people and partners as one text that is loaded whole or not at all. */
@NullMarked
package network.physio.booking.network;

import org.jspecify.annotations.NullMarked;

package network.physio.booking.network;

/** What loading did to one thing of the file. */
enum Change {
    CREATED,
    UPDATED,
    UNCHANGED
}

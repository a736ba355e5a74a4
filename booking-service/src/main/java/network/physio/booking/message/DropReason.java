package network.physio.booking.message;

import network.physio.http.Slugs;

/** Why a message is not sent after all. */
enum DropReason {
    /** Nobody knows any more whom it was for. */
    ERASED,
    DECEASED,
    DO_NOT_CONTACT,
    SWITCHED_OFF,
    /** What it would have said is no longer so. */
    SUPERSEDED,
    TOO_LATE,
    NO_ADDRESS,
    /** The address has been written to too often today. */
    TOO_MANY;

    String code() {
        return Slugs.of(this);
    }
}

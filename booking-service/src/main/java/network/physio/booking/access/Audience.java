package network.physio.booking.access;

import network.physio.http.Slugs;

/** For whom times are open: staff see every 5 minutes and late starts, the public and partners the grid. */
public enum Audience {
    PUBLIC,
    PARTNER,
    STAFF;

    /** As written in rosters and offerings. */
    public String code() {
        return Slugs.of(this);
    }
}

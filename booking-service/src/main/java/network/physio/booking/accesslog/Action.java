package network.physio.booking.accesslog;

import network.physio.http.Slugs;

/** What was done with a patient's data. */
public enum Action {
    READ,
    LIST,
    CREATE,
    CHANGE,
    LINK_TO_CLINIC,
    BOOK,
    MOVE,
    CANCEL,
    RECORD_VISIT,
    READ_APPOINTMENT,
    LIST_APPOINTMENTS,
    /** Said what became of a message that failed or is unclear, or sent it anew. */
    SETTLE_MESSAGE,
    /** Looked up in the whole network by exact details. */
    LOOK_UP,
    /** Shown as perhaps the same person as another patient. */
    MATCH,
    CONFIRM,
    MERGE,
    UNMERGE,
    EXPORT,
    ERASE,
    READ_CONSENTS,
    GIVE_CONSENT,
    WITHDRAW_CONSENT,
    READ_ACCOUNTS,
    LINK_ACCOUNT,
    UNLINK_ACCOUNT,
    MAKE_LINK_CODE,
    READ_ADDRESSES,
    CHANGE_ADDRESSES;

    public String code() {
        return Slugs.of(this);
    }

    boolean reads() {
        return switch (this) {
            case READ,
                    LIST,
                    READ_APPOINTMENT,
                    LIST_APPOINTMENTS,
                    LOOK_UP,
                    MATCH,
                    READ_CONSENTS,
                    READ_ACCOUNTS,
                    READ_ADDRESSES -> true;
            case CREATE,
                    CHANGE,
                    LINK_TO_CLINIC,
                    BOOK,
                    MOVE,
                    CANCEL,
                    RECORD_VISIT,
                    SETTLE_MESSAGE,
                    CONFIRM,
                    MERGE,
                    UNMERGE,
                    EXPORT,
                    ERASE,
                    GIVE_CONSENT,
                    WITHDRAW_CONSENT,
                    LINK_ACCOUNT,
                    UNLINK_ACCOUNT,
                    MAKE_LINK_CODE,
                    CHANGE_ADDRESSES -> false;
        };
    }
}

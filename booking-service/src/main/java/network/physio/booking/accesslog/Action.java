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
    LIST_APPOINTMENTS;

    String code() {
        return Slugs.of(this);
    }

    boolean reads() {
        return switch (this) {
            case READ, LIST, READ_APPOINTMENT, LIST_APPOINTMENTS -> true;
            case CREATE, CHANGE, LINK_TO_CLINIC, BOOK, MOVE, CANCEL, RECORD_VISIT -> false;
        };
    }
}

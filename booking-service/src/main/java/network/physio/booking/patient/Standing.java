package network.physio.booking.patient;

import network.physio.booking.accesslog.Purpose;

/** What the caller may do with one patient beyond reading the record, and why. */
record Standing(Purpose purpose, boolean mayBook, boolean mayChange) {

    static final Standing OWNER = new Standing(Purpose.OWN_RECORD, true, true);
    static final Standing PARTNER = new Standing(Purpose.PARTNER_BOOKING, true, true);
    static final Standing FRONT_DESK = new Standing(Purpose.FRONT_DESK, true, true);
    static final Standing PRACTITIONER = new Standing(Purpose.TREATMENT, true, false);

    /** Of an account that was linked to the patient with this scope. */
    static Standing linked(String scope) {
        return new Standing(Purpose.OWN_RECORD, !scope.equals("read"), scope.equals("full"));
    }

    boolean allows(Right right) {
        boolean sellsOnly = purpose == Purpose.PARTNER_BOOKING;
        return switch (right) {
            case READ -> true;
            case BOOK -> mayBook;
            case CHANGE -> mayChange;
            case READ_CARE -> !sellsOnly;
            case RECORD_CONSENT -> (mayChange && !sellsOnly) || purpose == Purpose.TREATMENT;
            case KEEP -> mayChange && !sellsOnly;
            case MANAGE -> purpose == Purpose.FRONT_DESK;
        };
    }
}

package network.physio.booking.patient.address;

import network.physio.booking.patient.Written;

/** How the parts of an address are written. */
final class Lines {

    static final String LINE = "^(?=.*\\S)[^" + Written.UNSTORABLE + "]{1,200}$";
    static final String LINE_HINT = "must hold 1 to 200 characters, without control characters";
    static final String STATE = "^[A-Za-z0-9 -]{1,50}$";
    static final String STATE_HINT = "must be the code or name of a state or region";
    static final String POSTCODE = "^[A-Za-z0-9][A-Za-z0-9 -]{0,11}$";
    static final String POSTCODE_HINT = "must be a postcode";
    static final String COUNTRY = "^[A-Z]{2}$";
    static final String COUNTRY_HINT = "must be a country's code of two letters, such as AU";
    static final String CODE = "^(?=.*\\S)[^" + Written.UNSTORABLE + "]{1,64}$";
    static final String CODE_HINT = "must hold 1 to 64 characters, without control characters";

    private Lines() {}
}

package network.physio.booking.patient;

/**
 * How a person's details are written, in the regular expressions that Java and the readers of the contract share. None
 * takes control characters or halves of characters, which the database cannot store; all are bounded, so that no text
 * takes long to refuse.
 */
public final class Written {

    public static final String UNSTORABLE = "\\u0000-\\u001f\\u007f-\\u009f\\ud800-\\udfff";

    public static final String NAME = "^(?=.*\\S)[^" + UNSTORABLE + "]{1,100}$";
    public static final String NAME_HINT = "must hold a name of at most 100 characters, without control characters";

    private static final String EMAIL_TEXT = "[^\\s@" + UNSTORABLE + "]";

    public static final String EMAIL =
            "^" + EMAIL_TEXT + "{1,64}@" + EMAIL_TEXT + "{1,125}\\." + EMAIL_TEXT + "{1,63}$";
    public static final String EMAIL_HINT = "must be an e-mail address";

    /** E.164, so that the same number is always the same text and can be looked up. */
    public static final String PHONE = "^\\+[1-9][0-9]{6,14}$";

    public static final String PHONE_HINT = "must be an international number without spaces, such as +61491570156";

    /** The common part of BCP 47: language, script, region, in the usual case. */
    static final String LANGUAGE = "^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$";

    static final String LANGUAGE_HINT = "must be a BCP 47 language tag, such as en or zh-Hant-TW";

    private Written() {}
}

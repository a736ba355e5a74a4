package network.physio.booking.patient;

/** What callers want with a patient; what they are to the patient decides. */
public enum Right {
    /** See that the patient exists, in the shape for this caller. */
    READ,
    BOOK,
    /** Change how the patient is reached; who they are, reception alone changes. */
    CHANGE,
    /** Read what concerns care: consents and addresses. Not for those who only sold the appointment. */
    READ_CARE,
    /** Write down a consent, or that it was withdrawn. */
    RECORD_CONSENT,
    /** Keep addresses and linked accounts, and take everything along: the patient, or a full representative. */
    KEEP,
    /** What reception alone does: correct, confirm, match, merge, link. */
    MANAGE
}

package network.physio.booking;

import network.physio.http.ProblemType;
import network.physio.http.Slugs;

/** The problems that booking answers with, beside those that every service has. Explained in docs/problems.md. */
public enum BookingProblem implements ProblemType {
    SLOT_TAKEN(409, "The time has just been taken"),
    NOT_BOOKABLE(422, "The treatment cannot be booked at this time"),
    HOME_VISIT_NEEDS_OFFER(422, "Home visits are booked from an offer"),
    PATIENT_BUSY(409, "The patient has another appointment at this time"),
    HOLD_EXPIRED(410, "The hold has expired"),
    HOLD_ALREADY_EXTENDED(409, "A hold is extended once"),
    CONTACT_DETAILS_NEEDED(422, "A hold is extended after contact details"),
    TOO_MANY_HOLDS(429, "Too many holds at the same time"),
    SCREENING_NEEDED(422, "This treatment needs a screening first"),
    SCREENING_PASS_INVALID(422, "The screening pass cannot be used"),
    SCREENING_BLOCKS_TREATMENT(422, "The screening does not allow this treatment"),
    SEEK_EMERGENCY_CARE(422, "Seek emergency care now"),
    APPOINTMENT_STATE_CONFLICT(409, "The appointment is not in a state that allows this"),
    APPOINTMENT_BEGUN(409, "The appointment has begun"),
    STEP_TOO_EARLY(409, "It is too early to say so"),
    UNDO_TOO_LATE(409, "Only what was said today is taken back"),
    ALERT_NOT_ACKNOWLEDGED(422, "The practitioner has to acknowledge an alert first"),
    NOT_AT_AN_ADDRESS(422, "The visit is not at the patient's address"),
    RESPONSIBLE_ADULT_NEEDED(422, "An adult who answers for the patient has to agree"),
    GUEST_KEY_NEEDED(401, "A guest key or a token is needed"),
    NETWORK_FILE_INVALID(422, "The network file has faults"),
    ROSTER_INVALID(422, "The roster has faults"),
    WOULD_STRAND_APPOINTMENTS(409, "Appointments stand in the way"),
    SERIES_NOT_BOOKABLE(409, "Not every visit of the series can be booked at its time"),
    SERIES_OVER(409, "Nothing of the series is left to change"),
    SESSIONS_NOT_SCHEDULED(409, "Not every session can be scheduled at its time"),
    SESSION_STATE_CONFLICT(409, "The session is not in a state that allows this"),
    SESSION_SEATS_TAKEN(409, "More seats are taken than that"),
    PREVIEW_OUTDATED(409, "The diary has changed since the preview"),
    TOO_MANY_WAITLIST_ENTRIES(429, "Too many waitlist entries at the same time"),
    WAITLIST_ENTRY_CLOSED(409, "The waitlist entry waits no more"),
    MESSAGE_NOT_OPEN(409, "Nobody is waited for with this message"),
    MESSAGE_WOULD_BE_DROPPED(409, "The message would not be sent"),
    PATIENT_MERGED(409, "The patient was merged into another one"),
    PATIENT_STATE_CONFLICT(409, "The patient is not in a state that allows this"),
    APPOINTMENTS_OVERLAP(409, "The two patients have appointments at the same time"),
    PATIENT_HAS_APPOINTMENTS(409, "The patient still has appointments"),
    ACCOUNT_ALREADY_LINKED(409, "The account is linked already"),
    LINK_CODE_INVALID(422, "The code links nothing"),
    TOO_MANY_TRIES(429, "Too many tries"),
    CURSOR_EXPIRED(410, "The cursor belongs to records that were replaced");

    private final int status;
    private final String title;

    BookingProblem(int status, String title) {
        this.status = status;
        this.title = title;
    }

    @Override
    public String slug() {
        return Slugs.of(this);
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public String title() {
        return title;
    }
}

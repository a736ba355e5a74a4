package network.physio.booking.availability;

import network.physio.http.Slugs;

/** Why a start cannot be booked. */
public enum Reason {
    IN_THE_PAST("#/startsAt", "The start lies in the past."),
    TOO_SOON("#/startsAt", "The clinic asks for more notice than this."),
    TOO_FAR_AHEAD("#/startsAt", "The clinic does not take appointments so far ahead."),
    OFF_GRID("#/startsAt", "Appointments do not start at this minute; take a start from /slots."),
    CLINIC_CLOSED("#/startsAt", "The clinic is not open for the whole visit."),
    OUTSIDE_ROSTER("#/startsAt", "The practitioner does not work here for the whole visit."),
    PRACTITIONER_TAKEN("#/startsAt", "The practitioner has something else at this time."),
    NO_TIME_TO_TRAVEL("#/startsAt", "The practitioner could not get here from, or back to, another clinic in time."),
    NO_ROOM_FREE("#/startsAt", "No fitting room is free."),
    NO_EQUIPMENT_FREE("#/startsAt", "A device that the treatment needs is not free."),
    NO_SESSION("#/startsAt", "No session of this treatment is scheduled then and there."),
    SESSION_FULL("#/startsAt", "Every seat of the session is taken."),
    NOT_OFFERED("#/treatmentId", "This treatment is not offered here by this practitioner."),
    LENGTH_NOT_OFFERED("#/minutes", "The treatment is not offered in this length here."),
    NOT_FOR_THIS_CALLER("#/treatmentId", "This is not open for booking by this kind of caller."),
    NO_NEW_PATIENTS("#/visitKind", "The practitioner takes no new patients for this treatment.");

    private final String pointer;
    private final String sentence;

    Reason(String pointer, String sentence) {
        this.pointer = pointer;
        this.sentence = sentence;
    }

    public String code() {
        return Slugs.of(this);
    }

    /** The field of a booking request that the reason is about. */
    public String pointer() {
        return pointer;
    }

    public String sentence() {
        return sentence;
    }

    /** Whether somebody else has the time: another time works, and this one may become free. */
    public boolean isConflict() {
        return switch (this) {
            case PRACTITIONER_TAKEN, NO_TIME_TO_TRAVEL, NO_ROOM_FREE, NO_EQUIPMENT_FREE, SESSION_FULL -> true;
            case IN_THE_PAST,
                    TOO_SOON,
                    TOO_FAR_AHEAD,
                    OFF_GRID,
                    CLINIC_CLOSED,
                    OUTSIDE_ROSTER,
                    NO_SESSION,
                    NOT_OFFERED,
                    LENGTH_NOT_OFFERED,
                    NOT_FOR_THIS_CALLER,
                    NO_NEW_PATIENTS -> false;
        };
    }
}

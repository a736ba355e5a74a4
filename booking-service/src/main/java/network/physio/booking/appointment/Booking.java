package network.physio.booking.appointment;

import java.util.List;
import network.physio.booking.availability.Reason;
import network.physio.booking.screening.ScreeningGate;

/** How an attempt to hold, book or move a time ends. */
public sealed interface Booking {

    default boolean isDone() {
        return this instanceof Done;
    }

    /** It stands. */
    record Done(Appointment appointment) implements Booking {}

    /** It was only judged: it could stand. */
    record Possible() implements Booking {}

    record NotBookable(List<Reason> reasons) implements Booking {}

    /** Others were faster in this very moment: worth another try, with another room or practitioner. */
    record LostRace() implements Booking {}

    record PatientBusy() implements Booking {}

    record HoldExpired() implements Booking {}

    /** The appointment is in a state that does not allow it. */
    record WrongState(Appointment.State state) implements Booking {}

    /** Its start has passed: whatever becomes of it now is for its clinic to say. */
    record HasBegun() implements Booking {}

    record StaleVersion() implements Booking {}

    record NotFound() implements Booking {}

    /** The caller may read it, and this is not theirs to do. */
    record Forbidden(String why) implements Booking {}

    /** A minor's hands-on visit, and nobody known to answer for them has agreed. */
    record ResponsibleAdultNeeded() implements Booking {}

    record TooManyHolds() implements Booking {}

    record AlreadyExtended() implements Booking {}

    record ContactDetailsNeeded() implements Booking {}

    /** The patient named is none that the caller may book for. */
    record UnknownPatient() implements Booking {}

    /** The hold already names another patient. */
    record HeldForAnother() implements Booking {}

    /** Neither the hold nor the request says who comes. */
    record PatientMissing() implements Booking {}

    record Screened(ScreeningGate.Decision decision) implements Booking {}
}

package network.physio.booking.appointment;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.UUID;
import network.physio.booking.access.Access;
import network.physio.booking.availability.Catalogue;
import network.physio.booking.availability.Judge;
import network.physio.booking.screening.Screening;
import org.jspecify.annotations.Nullable;

/** What a new row holds, the same for holds and for bookings: whose it is, and the snapshots of price and policy. */
@ApplicationScoped
class NewAppointments {

    private final Access access;
    private final AppointmentAccess appointmentAccess;

    NewAppointments(Access access, AppointmentAccess appointmentAccess) {
        this.access = access;
        this.appointmentAccess = appointmentAccess;
    }

    /**
     * Whose it is.
     *
     * @param owner the principal who may change it
     */
    record Maker(
            Appointment.BookedBy bookedBy,
            String owner,
            @Nullable String partner) {}

    /** A hold of the caller's. */
    AppointmentChanges.New held(
            UUID id,
            Judge.Wish wish,
            TakeTime.Outcome.Taken taken,
            @Nullable UUID patient,
            Catalogue.Price price,
            Instant expiresAt) {
        return held(id, wish, taken, patient, price, expiresAt, caller(wish, taken), null);
    }

    /** A hold for somebody else; {@code replaces} is the appointment that moves to its time when it is taken. */
    AppointmentChanges.New held(
            UUID id,
            Judge.Wish wish,
            TakeTime.Outcome.Taken taken,
            @Nullable UUID patient,
            Catalogue.Price price,
            Instant expiresAt,
            Maker maker,
            @Nullable UUID replaces) {
        Screening notYet = Screening.without(
                wish.treatment().needsScreening() ? Screening.State.PENDING : Screening.State.NOT_REQUIRED);
        return of(
                id,
                Appointment.State.HELD,
                wish,
                taken,
                patient,
                maker,
                notYet,
                price,
                expiresAt,
                null,
                null,
                replaces);
    }

    /** An appointment that the caller books. */
    AppointmentChanges.New booked(
            UUID id,
            Judge.Wish wish,
            TakeTime.Outcome.Taken taken,
            UUID patient,
            Screening screening,
            Catalogue.Price price,
            @Nullable String responsibleAdult,
            @Nullable Overbook overbook) {
        return of(
                id,
                Appointment.State.CONFIRMED,
                wish,
                taken,
                patient,
                caller(wish, taken),
                screening,
                price,
                null,
                responsibleAdult,
                overbook,
                null);
    }

    private Maker caller(Judge.Wish wish, TakeTime.Outcome.Taken taken) {
        return new Maker(
                appointmentAccess.actsAs(
                        taken.offering().practitionerCode(), wish.clinic().code()),
                access.principals().getFirst(),
                access.partner().orElse(null));
    }

    private static AppointmentChanges.New of(
            UUID id,
            Appointment.State state,
            Judge.Wish wish,
            TakeTime.Outcome.Taken taken,
            @Nullable UUID patient,
            Maker maker,
            Screening screening,
            Catalogue.Price price,
            @Nullable Instant expiresAt,
            @Nullable String responsibleAdult,
            @Nullable Overbook overbook,
            @Nullable UUID replaces) {
        return new AppointmentChanges.New(
                id,
                state,
                new Appointment.Named(
                        wish.clinic().id(), wish.clinic().code(), wish.clinic().name()),
                wish.treatment(),
                new Appointment.Named(
                        taken.offering().practitionerId(),
                        taken.offering().practitionerCode(),
                        taken.offering().practitionerName()),
                patient,
                wish.minutes(),
                wish.startsAt(),
                wish.clinic().zone(),
                taken.room(),
                taken.equipment(),
                taken.session(),
                wish.visitKind(),
                maker.bookedBy(),
                maker.owner(),
                maker.partner(),
                screening,
                price,
                wish.clinic().policy(),
                expiresAt,
                responsibleAdult,
                overbook,
                replaces);
    }
}

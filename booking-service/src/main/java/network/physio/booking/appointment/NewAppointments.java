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

    AppointmentChanges.New of(
            UUID id,
            Appointment.State state,
            Judge.Wish wish,
            TakeTime.Outcome.Taken taken,
            @Nullable UUID patient,
            Screening screening,
            Catalogue.Price price,
            @Nullable Instant expiresAt,
            @Nullable String responsibleAdult,
            @Nullable Overbook overbook) {
        return new AppointmentChanges.New(
                id,
                state,
                wish.clinic().id(),
                wish.treatment(),
                taken.offering().practitionerId(),
                patient,
                wish.minutes(),
                wish.startsAt(),
                wish.clinic().zone(),
                taken.room(),
                taken.equipment(),
                taken.session(),
                wish.visitKind(),
                appointmentAccess.actsAs(
                        taken.offering().practitionerCode(), wish.clinic().code()),
                access.principals().getFirst(),
                access.partner().orElse(null),
                screening,
                price,
                wish.clinic().policy(),
                expiresAt,
                responsibleAdult,
                overbook,
                null);
    }
}

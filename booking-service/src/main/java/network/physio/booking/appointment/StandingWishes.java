package network.physio.booking.appointment;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.ZoneOffset;
import network.physio.booking.availability.Judge;
import network.physio.booking.availability.PlaceWish;
import network.physio.booking.availability.Wishes;

/** What an appointment that stands, or stood, would be wished for as: rules and screening are asked with it once more. */
@ApplicationScoped
class StandingWishes {

    private final Wishes wishes;

    StandingWishes(Wishes wishes) {
        this.wishes = wishes;
    }

    /** With its own practitioner at its own time, in whatever room. */
    Judge.Wish of(Appointment appointment) {
        return wishes.of(
                appointment.treatment().id(),
                appointment.minutes(),
                appointment.visitKind(),
                appointment.clinic().id(),
                appointment.practitioner().id(),
                PlaceWish.ANY,
                appointment.startsAt().atOffset(ZoneOffset.UTC));
    }

    /** In its own room with its own device. */
    Judge.Wish whereItIs(Appointment appointment) {
        return of(appointment)
                .with(new PlaceWish(
                        appointment.roomId(),
                        appointment.equipmentIds().stream().findFirst().orElse(null)));
    }
}

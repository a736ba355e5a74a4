package network.physio.booking.appointment;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import network.physio.booking.accesslog.Action;
import network.physio.booking.claim.Claims;
import org.jspecify.annotations.Nullable;

/** The appointments that have a seat in a group session, when all of them change with it. Its practitioner is locked. */
@ApplicationScoped
public class Seats {

    private final Appointments appointments;
    private final AppointmentChanges changes;
    private final Holds holds;
    private final Claims claims;
    private final AppointmentEvents events;
    private final AppointmentAccess appointmentAccess;
    private final Clock clock;

    Seats(
            Appointments appointments,
            AppointmentChanges changes,
            Holds holds,
            Claims claims,
            AppointmentEvents events,
            AppointmentAccess appointmentAccess,
            Clock clock) {
        this.appointments = appointments;
        this.changes = changes;
        this.holds = holds;
        this.claims = claims;
        this.events = events;
        this.appointmentAccess = appointmentAccess;
        this.clock = clock;
    }

    /** Holds and appointments of the session, whatever has become of those that came; locked. */
    public List<Appointment> of(UUID session) {
        return appointments.lockedSeats(session);
    }

    /** Whether somebody has come already. */
    public static boolean haveBegun(List<Appointment> seats) {
        return seats.stream().anyMatch(seat -> switch (seat.state()) {
            case ARRIVED, IN_TREATMENT, COMPLETED -> true;
            case HELD, CONFIRMED, EXPIRED, CANCELLED, NO_SHOW, NO_ACCESS -> false;
        });
    }

    /** The clinic calls the session off: that costs nobody anything. */
    public void callOff(List<Appointment> seats, String reason) {
        Instant now = clock.instant();
        for (Appointment seat : seats) {
            if (seat.state() == Appointment.State.HELD) {
                Appointment ended = holds.expire(seat, now);
                claims.giveBack(seat.id());
                events.write("hold-expired", ended, Map.of("because", "session-cancelled"));
            } else if (seat.state() == Appointment.State.CONFIRMED) {
                Appointment cancelled =
                        changes.cancel(seat, new Appointment.Cancellation("clinic", reason, now, 0, null));
                claims.giveBack(seat.id());
                appointmentAccess.log(cancelled, Action.CANCEL);
                events.write("appointment-cancelled", cancelled, Map.of("by", "clinic", "reason", reason));
            }
        }
    }

    /** The session goes to another practitioner or room at its time, and its seats with it. */
    public void handOver(List<Appointment> seats, UUID practitioner, @Nullable UUID room) {
        for (Appointment seat : seats) {
            switch (seat.state()) {
                case HELD, CONFIRMED, ARRIVED, IN_TREATMENT -> handOver(seat, practitioner, room);
                case COMPLETED, EXPIRED, CANCELLED, NO_SHOW, NO_ACCESS -> {
                    // They are over: who treated them is history.
                }
            }
        }
    }

    private void handOver(Appointment seat, UUID practitioner, @Nullable UUID room) {
        Appointment moved = changes.move(
                seat.id(),
                new AppointmentChanges.Move(
                        seat.clinic().id(),
                        practitioner,
                        room,
                        seat.equipmentIds(),
                        seat.sessionId(),
                        seat.minutes(),
                        seat.startsAt(),
                        seat.zone(),
                        seat.price(),
                        0,
                        null),
                clock.instant());
        appointmentAccess.log(moved, Action.MOVE);
        String type = seat.state() == Appointment.State.HELD ? "hold-changed" : "appointment-moved";
        events.write(type, moved, seat, MoveDetails.of(seat, moved, 0, null));
    }
}

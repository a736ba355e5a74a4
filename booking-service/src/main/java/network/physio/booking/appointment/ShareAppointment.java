package network.physio.booking.appointment;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import network.physio.booking.accesslog.Action;
import network.physio.booking.patient.Patients;
import org.jspecify.annotations.Nullable;

/**
 * Makes and revokes links to manage an appointment, for whoever made it, whoever may book for its patient, and its staff.
 * Whoever holds a link makes no further ones.
 */
@ApplicationScoped
public class ShareAppointment {

    private final Appointments appointments;
    private final ManageLinks links;
    private final Patients patients;
    private final AppointmentEvents events;
    private final AppointmentAccess appointmentAccess;
    private final Clock clock;

    ShareAppointment(
            Appointments appointments,
            ManageLinks links,
            Patients patients,
            AppointmentEvents events,
            AppointmentAccess appointmentAccess,
            Clock clock) {
        this.appointments = appointments;
        this.links = links;
        this.patients = patients;
        this.events = events;
        this.appointmentAccess = appointmentAccess;
        this.clock = clock;
    }

    /** How it ends. */
    public sealed interface Outcome {
        record Made(ManageLinks.Made link, Instant endsAt, Appointment appointment) implements Outcome {}

        record Revoked() implements Outcome {}

        record NotFound() implements Outcome {}

        /** A hold has nothing to manage yet, and what is over has nothing any more. */
        record WrongState(Appointment.State state) implements Outcome {}
    }

    public Outcome make(UUID id) {
        Instant now = clock.instant();
        if (sharable(id, now).isEmpty()) {
            return new Outcome.NotFound();
        }
        Appointment appointment = appointments.locked(id);
        return switch (appointment.state()) {
            case CONFIRMED, ARRIVED, IN_TREATMENT -> {
                ManageLinks.Made made = links.create(id, now);
                events.write(
                        "manage-link-made",
                        appointment,
                        Map.of("linkId", made.id().toString()));
                yield new Outcome.Made(made, links.endOf(appointment), appointment);
            }
            case HELD, EXPIRED, CANCELLED, COMPLETED, NO_SHOW, NO_ACCESS -> new Outcome.WrongState(appointment.state());
        };
    }

    /** All links of the appointment; empty when the caller may not know them. */
    Optional<List<ManageLinks.Kept>> list(UUID id) {
        return sharable(id, clock.instant()).map(appointment -> links.of(id));
    }

    /** Revokes a link; again changes nothing. */
    public Outcome revoke(UUID id, UUID linkId) {
        Instant now = clock.instant();
        if (sharable(id, now).isEmpty()) {
            return new Outcome.NotFound();
        }
        Appointment appointment = appointments.locked(id);
        ManageLinks.@Nullable Kept link = links.of(id).stream()
                .filter(kept -> kept.id().equals(linkId))
                .findFirst()
                .orElse(null);
        if (link == null) {
            return new Outcome.NotFound();
        }
        if (link.revokedAt() == null) {
            links.revoke(linkId, now);
            events.write("manage-link-revoked", appointment, Map.of("linkId", linkId.toString()));
        }
        return new Outcome.Revoked();
    }

    private Optional<Appointment> sharable(UUID id, Instant now) {
        return appointments
                .readable(id, now)
                .filter(appointment -> appointmentAccess.isMaker(appointment)
                        || appointmentAccess.isStaff(appointment)
                        || (appointment.patientId() != null
                                && patients.bookable(appointment.patientId(), Action.READ_APPOINTMENT)
                                        .isPresent()));
    }
}

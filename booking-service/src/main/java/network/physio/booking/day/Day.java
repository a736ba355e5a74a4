package network.physio.booking.day;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One clinic on one date, from midnight to midnight of its zone: 23 or 25 hours when the clock changes. */
record Day(
        Clinic clinic,
        LocalDate date,
        Stretch whole,
        List<Stretch> open,
        List<Closure> closures,
        List<Person> practitioners,
        List<Room> rooms,
        List<OpenMessage> messages) {

    /** @param holiday its name, when the clinic is closed for one */
    record Clinic(
            UUID id,
            String code,
            String name,
            ZoneId zone,
            @Nullable String holiday) {}

    record Closure(UUID id, Stretch during, String reason) {}

    /**
     * A practitioner's part of the day.
     *
     * @param elsewhere taken by another clinic or by the way there and back
     * @param gaps rostered, and nothing in the way
     */
    record Person(
            UUID id,
            String code,
            String name,
            List<Hours> roster,
            List<TimeOff> timeOff,
            List<Stretch> elsewhere,
            List<Stretch> gaps,
            List<GroupSession> sessions,
            List<Visit> appointments) {}

    /** @param place {@code clinic}, {@code home} or {@code online} */
    record Hours(Stretch during, String place) {}

    record TimeOff(UUID id, Stretch during, @Nullable String reason) {
        TimeOff withoutReason() {
            return new TimeOff(id, during, null);
        }
    }

    /** A room, or a shared one with several places. */
    record Room(UUID id, String code, String name, String kind, int places, List<Taken> taken) {}

    /** Something that a patient was to be told and may not have been. */
    record OpenMessage(
            UUID id,
            UUID appointmentId,
            UUID practitionerId,
            Instant startsAt,
            String appointmentState,
            String purpose,
            String state,
            String reason,
            Instant dueAt) {}

    /** Taken by an appointment or by a session, cleaning included. */
    record Taken(
            Stretch during,
            int place,
            @Nullable UUID appointmentId,
            @Nullable UUID sessionId) {}

    /** A group session; whoever sits there is among the appointments. */
    record GroupSession(
            UUID id,
            long version,
            Stretch during,
            String treatmentCode,
            String treatmentName,
            @Nullable UUID roomId,
            int seats,
            int taken,
            boolean rebookingNeeded) {}

    /** @param details what only those may see who treat the patient or run the desk */
    record Visit(
            UUID id,
            long version,
            Stretch during,
            int minutes,
            String state,
            String place,
            @Nullable UUID roomId,
            List<UUID> equipmentIds,
            @Nullable UUID sessionId,
            @Nullable Instant holdExpiresAt,
            @Nullable Details details) {

        Visit with(@Nullable Details seen) {
            return new Visit(
                    id, version, during, minutes, state, place, roomId, equipmentIds, sessionId, holdExpiresAt, seen);
        }
    }

    /**
     * @param minutesLate since its start, while nobody is treated and until its end; null when not late
     * @param undecided whether it is over and nobody has said if the patient came
     */
    record Details(
            String treatmentCode,
            String treatmentName,
            String visitKind,
            String bookedBy,
            @Nullable Patient patient,
            Screening screening,
            List<Alert> alerts,
            @Nullable Long minutesLate,
            boolean undecided,
            boolean overbooked,
            boolean rebookingNeeded) {

        Details withoutPatient() {
            return new Details(
                    treatmentCode,
                    treatmentName,
                    visitKind,
                    bookedBy,
                    null,
                    screening,
                    alerts,
                    minutesLate,
                    undecided,
                    overbooked,
                    rebookingNeeded);
        }
    }

    record Patient(
            UUID id,
            String givenName,
            String familyName,
            @Nullable String preferredName,
            boolean provisional,
            String language,
            boolean interpreter) {}

    record Screening(
            String state,
            List<String> blocked,
            List<String> cautioned,
            @Nullable Instant notBefore) {}

    /**
     * A technique that the treatment uses and the screening speaks against.
     *
     * @param kind {@code blocked} or {@code cautioned}
     * @param unacknowledged a blocked one is acknowledged by starting the treatment
     */
    record Alert(String technique, String kind, boolean unacknowledged) {}
}

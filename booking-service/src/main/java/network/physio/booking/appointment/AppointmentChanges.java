package network.physio.booking.appointment;

import static network.physio.booking.column.Columns.utc;
import static network.physio.booking.column.Columns.utcOrNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import network.physio.booking.availability.Catalogue;
import network.physio.booking.availability.Policy;
import network.physio.booking.availability.Treatment;
import network.physio.booking.availability.VisitKind;
import network.physio.booking.screening.Screening;
import network.physio.http.sql.Sql;
import org.jspecify.annotations.Nullable;

/** Writes the rows of appointments. Whoever changes one has locked its row, and before it the people it concerns. */
@ApplicationScoped
class AppointmentChanges {

    private final Sql sql;
    private final AppointmentRows rows;
    private final ObjectMapper json;

    AppointmentChanges(Sql sql, AppointmentRows rows, ObjectMapper json) {
        this.sql = sql;
        this.rows = rows;
        this.json = json;
    }

    /**
     * A new appointment, before it has a row.
     *
     * @param expiresAt when the hold runs out; null for what is not held
     * @param responsibleAdult how we know that an adult answers for the minor who comes; null when nobody needs to
     * @param overbook why the practitioner has something else at this time too; null when they have not
     * @param replaces the appointment that moves to the time of this hold when it is taken
     */
    record New(
            UUID id,
            Appointment.State state,
            Appointment.Named clinic,
            Treatment treatment,
            Appointment.Named practitioner,
            @Nullable UUID patientId,
            int minutes,
            Instant startsAt,
            ZoneId zone,
            @Nullable UUID roomId,
            List<UUID> equipmentIds,
            @Nullable UUID sessionId,
            VisitKind visitKind,
            Appointment.BookedBy bookedBy,
            String owner,
            @Nullable String partner,
            Screening screening,
            Catalogue.Price price,
            Policy policy,
            @Nullable Instant expiresAt,
            @Nullable String responsibleAdult,
            @Nullable Overbook overbook,
            @Nullable UUID replaces) {}

    Appointment add(New made, Instant now) {
        return sql.statement("""
                        INSERT INTO appointment (
                            id, state, clinic_id, treatment_id, practitioner_id, patient_id, minutes, starts_at, ends_at,
                            local_start, zone, place, room_id, equipment_ids, session_id, visit_kind, booked_by, owner, partner_id,
                            screening, screening_pass, screening_blocked, screening_cautioned, screening_not_before,
                            screening_starts_before, screening_assessment_only, screening_lengths,
                            price_amount, price_currency, price_tax_code, policy, expires_at,
                            responsible_adult, overbooked, overbook_reason, overbook_note, replaces, created_at, updated_at)
                        VALUES (
                            :id, :state, :clinic, :treatment, :practitioner, :patient, :minutes, :startsAt, :endsAt,
                            :localStart, :zone, :place, :room, :equipment, :session, :visitKind, :bookedBy, :owner,
                            (SELECT id FROM partner WHERE code = :partner),
                            :screening, :pass, :blocked, :cautioned, :notBefore,
                            :startsBefore, :assessmentOnly, :lengths,
                            :amount, :currency, :taxCode, :policy::jsonb, :expiresAt,
                            :adult, :overbooked, :overbookReason, :overbookNote, :replaces, :now, :now)
                        """ + AppointmentRows.RETURNING_PLACES)
                .bind("id", made.id())
                .bind("state", made.state().code())
                .bind("clinic", made.clinic().id())
                .bind("treatment", made.treatment().id())
                .bind("practitioner", made.practitioner().id())
                .bind("patient", made.patientId())
                .bind("minutes", made.minutes())
                .bind("startsAt", utc(made.startsAt()))
                .bind("endsAt", utc(made.startsAt().plus(Duration.ofMinutes(made.minutes()))))
                .bind("localStart", LocalDateTime.ofInstant(made.startsAt(), made.zone()))
                .bind("zone", made.zone().getId())
                .bind("place", made.roomId() == null ? "online" : "room")
                .bind("room", made.roomId())
                .bind("equipment", made.equipmentIds().toArray(UUID[]::new))
                .bind("session", made.sessionId())
                .bind("visitKind", made.visitKind().code())
                .bind("bookedBy", made.bookedBy().code())
                .bind("owner", made.owner())
                .bind("partner", made.partner())
                .bindMap(columns(made.screening()))
                .bind("amount", made.price().amount())
                .bind("currency", made.price().currency())
                .bind("taxCode", made.price().taxCode())
                .bind("policy", written(made.policy()))
                .bind("expiresAt", utcOrNull(made.expiresAt()))
                .bind("adult", made.responsibleAdult())
                .bindMap(columns(made.overbook()))
                .bind("replaces", made.replaces())
                .bind("now", utc(now))
                .one(rows.ofNew(made));
    }

    /** Keeps what a new screening says. */
    Appointment screen(Appointment before, Screening screening, Instant now) {
        return sql.statement("""
                        UPDATE appointment
                           SET version = version + 1, updated_at = :now,
                               screening = :screening, screening_pass = :pass, screening_blocked = :blocked,
                               screening_cautioned = :cautioned, screening_not_before = :notBefore,
                               screening_starts_before = :startsBefore, screening_assessment_only = :assessmentOnly,
                               screening_lengths = :lengths
                         WHERE id = :id RETURNING *
                        """)
                .bind("id", before.id())
                .bindMap(columns(screening))
                .bind("now", utc(now))
                .one(rows.ofSame(before));
    }

    Appointment confirm(
            Appointment hold, UUID patient, Screening screening, @Nullable String responsibleAdult, Instant now) {
        return sql.statement("""
                        UPDATE appointment
                           SET state = 'confirmed', version = version + 1, updated_at = :now, patient_id = :patient,
                               expires_at = NULL, rebooking_needed = false, responsible_adult = :adult,
                               screening = :screening, screening_pass = :pass, screening_blocked = :blocked,
                               screening_cautioned = :cautioned, screening_not_before = :notBefore,
                               screening_starts_before = :startsBefore, screening_assessment_only = :assessmentOnly,
                               screening_lengths = :lengths
                         WHERE id = :id RETURNING *
                        """)
                .bind("id", hold.id())
                .bind("patient", patient)
                .bind("adult", responsibleAdult)
                .bindMap(columns(screening))
                .bind("now", utc(now))
                .one(rows.ofSame(hold));
    }

    /**
     * Where an appointment moves to.
     *
     * @param lateFee what the move costs, on top of earlier ones
     * @param overbook why the practitioner has something else at this time too, null when they have not
     */
    record Move(
            UUID clinicId,
            UUID practitionerId,
            @Nullable UUID roomId,
            List<UUID> equipmentIds,
            @Nullable UUID sessionId,
            int minutes,
            Instant startsAt,
            ZoneId zone,
            Catalogue.Price price,
            int lateFee,
            @Nullable Overbook overbook) {}

    Appointment move(UUID id, Move to, Instant now) {
        return sql.statement(AppointmentRows.written("""
                        UPDATE appointment
                           SET version = version + 1, updated_at = :now, clinic_id = :clinic, practitioner_id = :practitioner,
                               room_id = :room, equipment_ids = :equipment, session_id = :session, minutes = :minutes,
                               starts_at = :startsAt, ends_at = :endsAt,
                               local_start = :localStart, zone = :zone, rebooking_needed = false,
                               late_move_fee = late_move_fee + :lateFee, overbooked = :overbooked,
                               overbook_reason = :overbookReason, overbook_note = :overbookNote,
                               price_amount = :amount, price_currency = :currency, price_tax_code = :taxCode
                         WHERE id = :id
                        """))
                .bind("id", id)
                .bind("clinic", to.clinicId())
                .bind("practitioner", to.practitionerId())
                .bind("room", to.roomId())
                .bind("equipment", to.equipmentIds().toArray(UUID[]::new))
                .bind("session", to.sessionId())
                .bind("minutes", to.minutes())
                .bind("startsAt", utc(to.startsAt()))
                .bind("endsAt", utc(to.startsAt().plus(Duration.ofMinutes(to.minutes()))))
                .bind("localStart", LocalDateTime.ofInstant(to.startsAt(), to.zone()))
                .bind("zone", to.zone().getId())
                .bind("amount", to.price().amount())
                .bind("currency", to.price().currency())
                .bind("taxCode", to.price().taxCode())
                .bind("lateFee", to.lateFee())
                .bindMap(columns(to.overbook()))
                .bind("now", utc(now))
                .one(rows);
    }

    /** Says in which session its seat is. */
    void seat(UUID id, UUID session) {
        sql.statement("UPDATE appointment SET session_id = :session WHERE id = :id")
                .bind("id", id)
                .bind("session", session)
                .execute();
    }

    Appointment cancel(Appointment before, Appointment.Cancellation cancellation) {
        return sql.statement("""
                        UPDATE appointment
                           SET state = 'cancelled', version = version + 1, updated_at = :at, expires_at = NULL,
                               cancelled_by = :by, cancel_reason = :reason, cancelled_at = :at, fee_amount = :fee,
                               fee_waiver = :waiver
                         WHERE id = :id RETURNING *
                        """)
                .bind("id", before.id())
                .bind("by", cancellation.by())
                .bind("reason", cancellation.reason())
                .bind("at", utc(cancellation.at()))
                .bind("fee", cancellation.fee())
                .bind("waiver", cancellation.waiver())
                .one(rows.ofSame(before));
    }

    Appointment arrive(Appointment before, Instant now) {
        return step(before, "state = 'arrived', arrived_at = :now", now, Map.of());
    }

    Appointment start(Appointment before, Collection<String> acknowledged, Instant now) {
        return step(
                before,
                "state = 'in-treatment', started_at = :now, acknowledged_techniques = :acknowledged",
                now,
                Map.of("acknowledged", acknowledged.toArray(String[]::new)));
    }

    Appointment complete(Appointment before, Instant now) {
        return step(before, "state = 'completed', ended_at = :now", now, Map.of());
    }

    Appointment miss(Appointment before, int fee, @Nullable FeeWaiver waiver, Instant now) {
        return inVain(before, Appointment.State.NO_SHOW, fee, waiver, now);
    }

    Appointment findNoAccess(Appointment before, int fee, @Nullable FeeWaiver waiver, Instant now) {
        return inVain(before, Appointment.State.NO_ACCESS, fee, waiver, now);
    }

    private Appointment inVain(
            Appointment before, Appointment.State state, int fee, @Nullable FeeWaiver waiver, Instant now) {
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("state", state.code());
        values.put("fee", fee);
        values.put("waiver", waiver == null ? null : waiver.code());
        return step(before, "state = :state, ended_at = :now, fee_amount = :fee, fee_waiver = :waiver", now, values);
    }

    /**
     * Puts it back to an earlier state: whatever has been said since is unsaid, with what it cost. What was cancelled has
     * just been found free, so it need not be rebooked.
     */
    Appointment takeBack(Appointment before, Appointment.State to, Instant now) {
        return step(
                before, """
                state = :to,
                arrived_at = CASE WHEN :to = 'confirmed' THEN NULL ELSE arrived_at END,
                started_at = CASE WHEN :to IN ('confirmed', 'arrived') THEN NULL ELSE started_at END,
                acknowledged_techniques =
                    CASE WHEN :to IN ('confirmed', 'arrived') THEN NULL ELSE acknowledged_techniques END,
                ended_at = NULL, fee_amount = NULL, fee_waiver = NULL,
                rebooking_needed = rebooking_needed AND :from <> 'cancelled',
                cancelled_by = NULL, cancel_reason = NULL, cancelled_at = NULL""", now, Map.of("to", to.code(), "from", before.state().code()));
    }

    private Appointment step(
            Appointment before, String columns, Instant now, Map<String, ? extends @Nullable Object> values) {
        return sql.statement("UPDATE appointment SET " + columns
                        + ", version = version + 1, updated_at = :now WHERE id = :id RETURNING *")
                .bind("id", before.id())
                .bind("now", utc(now))
                .bindMap(values)
                .one(rows.ofSame(before));
    }

    private static Map<String, @Nullable Object> columns(Screening screening) {
        Map<String, @Nullable Object> columns = new HashMap<>();
        columns.put("screening", screening.state().code());
        columns.put("pass", screening.pass());
        columns.put("blocked", screening.blocked().toArray(String[]::new));
        columns.put("cautioned", screening.cautioned().toArray(String[]::new));
        columns.put("notBefore", utcOrNull(screening.notBefore()));
        columns.put("startsBefore", utcOrNull(screening.startsBefore()));
        columns.put("assessmentOnly", screening.assessmentOnly());
        columns.put(
                "lengths",
                screening.lengths() == null
                        ? null
                        : screening.lengths().stream().map(Integer::shortValue).toArray(Short[]::new));
        return columns;
    }

    private static Map<String, @Nullable Object> columns(@Nullable Overbook overbook) {
        Map<String, @Nullable Object> columns = new HashMap<>();
        columns.put("overbooked", overbook != null);
        columns.put("overbookReason", overbook == null ? null : overbook.code());
        columns.put("overbookNote", overbook == null ? null : overbook.note());
        return columns;
    }

    private String written(Policy policy) {
        try {
            return json.writeValueAsString(policy);
        } catch (JsonProcessingException ours) {
            throw new IllegalStateException("a policy cannot be written as JSON", ours);
        }
    }
}

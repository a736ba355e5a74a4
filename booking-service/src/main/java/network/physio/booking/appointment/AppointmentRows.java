package network.physio.booking.appointment;

import static network.physio.booking.column.Columns.constant;
import static network.physio.booking.column.Columns.id;
import static network.physio.booking.column.Columns.instantOrNull;
import static network.physio.booking.column.Columns.numbers;
import static network.physio.booking.column.Columns.texts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import network.physio.booking.availability.Catalogue;
import network.physio.booking.availability.Policy;
import network.physio.booking.availability.VisitKind;
import network.physio.booking.screening.Screening;
import network.physio.http.sql.Statement;
import org.jspecify.annotations.Nullable;

/** Reads a row of appointments with the names that go with it, whether it stands in the table or was just written. */
@ApplicationScoped
class AppointmentRows implements Statement.Row<Appointment> {

    private final ObjectMapper json;

    AppointmentRows(ObjectMapper json) {
        this.json = json;
    }

    private static final String EQUIPMENT_NAMES = """
            ARRAY(SELECT e.name FROM unnest(equipment_ids) WITH ORDINALITY AS used (id, place)
                    JOIN equipment e ON e.id = used.id
                   ORDER BY used.place) AS equipment_names
            """;

    /** What an INSERT returns for {@link #ofNew}. */
    static final String RETURNING_PLACES =
            " RETURNING *, (SELECT r.name FROM room r WHERE r.id = room_id) AS room_name, " + EQUIPMENT_NAMES;

    /** Of a table or a named query, whose rows then go by {@code a}. */
    static String select(String source) {
        return """
                SELECT a.*, c.code AS clinic_code, c.name AS clinic_name, t.code AS treatment_code, t.name AS treatment_name,
                       p.code AS practitioner_code, p.given_name || ' ' || p.family_name AS practitioner_name,
                       r.name AS room_name, partner.code AS partner_code, %s
                  FROM %s a
                  JOIN clinic c ON c.id = a.clinic_id
                  JOIN treatment t ON t.id = a.treatment_id
                  JOIN practitioner p ON p.id = a.practitioner_id
                  LEFT JOIN room r ON r.id = a.room_id
                  LEFT JOIN partner ON partner.id = a.partner_id
                """.formatted(EQUIPMENT_NAMES, source);
    }

    /** Writes one row, and reads it as it then stands: what no trigger changes needs no second statement. */
    static String written(String insertOrUpdate) {
        return "WITH written AS (" + insertOrUpdate + " RETURNING *) " + select("written");
    }

    /** Reads a row as {@link #select} gives it. */
    @Override
    public Appointment read(ResultSet row) throws SQLException {
        return read(
                row,
                new Names(
                        new Appointment.Named(
                                id(row, "clinic_id"), row.getString("clinic_code"), row.getString("clinic_name")),
                        new Appointment.Named(
                                id(row, "treatment_id"),
                                row.getString("treatment_code"),
                                row.getString("treatment_name")),
                        new Appointment.Named(
                                id(row, "practitioner_id"),
                                row.getString("practitioner_code"),
                                row.getString("practitioner_name")),
                        row.getString("room_name"),
                        equipment(row),
                        row.getString("partner_code")));
    }

    /** Reads a row as {@link #RETURNING_PLACES} gives it; the other names are those of what it was made with. */
    Statement.Row<Appointment> ofNew(AppointmentChanges.New made) {
        return row -> read(
                row,
                new Names(
                        made.clinic(),
                        new Appointment.Named(
                                made.treatment().id(),
                                made.treatment().code(),
                                made.treatment().name()),
                        made.practitioner(),
                        row.getString("room_name"),
                        equipment(row),
                        made.partner()));
    }

    /** Reads the bare row of one that is where it was. */
    Statement.Row<Appointment> ofSame(Appointment before) {
        Names names = new Names(
                before.clinic(),
                before.treatment(),
                before.practitioner(),
                before.roomName(),
                before.equipment(),
                before.partner());
        return row -> read(row, names);
    }

    /** What goes with a row, from the tables that it refers to. */
    private record Names(
            Appointment.Named clinic,
            Appointment.Named treatment,
            Appointment.Named practitioner,
            @Nullable String room,
            List<Appointment.Equipment> equipment,
            @Nullable String partner) {}

    private Appointment read(ResultSet row, Names names) throws SQLException {
        return new Appointment(
                id(row, "id"),
                row.getLong("version"),
                constant(Appointment.State.class, row.getString("state")),
                names.clinic(),
                names.treatment(),
                names.practitioner(),
                row.getObject("patient_id", UUID.class),
                row.getInt("minutes"),
                row.getObject("starts_at", OffsetDateTime.class).toInstant(),
                ZoneId.of(row.getString("zone")),
                constant(Appointment.Place.class, row.getString("place")),
                row.getObject("room_id", UUID.class),
                names.room(),
                names.equipment(),
                constant(VisitKind.class, row.getString("visit_kind")),
                constant(Appointment.BookedBy.class, row.getString("booked_by")),
                row.getString("owner"),
                names.partner(),
                screening(row),
                new Catalogue.Price(
                        row.getInt("price_amount"), row.getString("price_currency"), row.getString("price_tax_code")),
                row.getString("funding_kind"),
                policy(row.getString("policy")),
                instantOrNull(row, "expires_at"),
                row.getBoolean("extended"),
                row.getBoolean("overbooked"),
                row.getBoolean("rebooking_needed"),
                cancellation(row),
                new Appointment.Progress(
                        instantOrNull(row, "arrived_at"),
                        instantOrNull(row, "started_at"),
                        instantOrNull(row, "ended_at")),
                row.getInt("late_move_fee"),
                inVain(row),
                overbook(row),
                techniques(row),
                row.getString("responsible_adult"),
                row.getObject("series_id", UUID.class),
                row.getObject("replaces", UUID.class),
                row.getObject("session_id", UUID.class));
    }

    private static Appointment.@Nullable InVain inVain(ResultSet row) throws SQLException {
        return List.of("no-show", "no-access").contains(row.getString("state"))
                ? new Appointment.InVain(row.getInt("fee_amount"), row.getString("fee_waiver"))
                : null;
    }

    private static List<Appointment.Equipment> equipment(ResultSet row) throws SQLException {
        UUID[] ids = (UUID[]) row.getArray("equipment_ids").getArray();
        List<String> names = texts(row, "equipment_names");
        return IntStream.range(0, ids.length)
                .mapToObj(i -> new Appointment.Equipment(ids[i], names.get(i)))
                .toList();
    }

    private static @Nullable Overbook overbook(ResultSet row) throws SQLException {
        String reason = row.getString("overbook_reason");
        return reason == null
                ? null
                : new Overbook(constant(Overbook.Reason.class, reason), row.getString("overbook_note"));
    }

    private static @Nullable List<String> techniques(ResultSet row) throws SQLException {
        return row.getArray("acknowledged_techniques") == null ? null : texts(row, "acknowledged_techniques");
    }

    private static Screening screening(ResultSet row) throws SQLException {
        return new Screening(
                constant(Screening.State.class, row.getString("screening")),
                row.getObject("screening_pass", UUID.class),
                texts(row, "screening_blocked"),
                texts(row, "screening_cautioned"),
                instantOrNull(row, "screening_not_before"),
                instantOrNull(row, "screening_starts_before"),
                row.getBoolean("screening_assessment_only"),
                row.getArray("screening_lengths") == null ? null : numbers(row, "screening_lengths"));
    }

    private static Appointment.@Nullable Cancellation cancellation(ResultSet row) throws SQLException {
        Instant at = instantOrNull(row, "cancelled_at");
        return at == null
                ? null
                : new Appointment.Cancellation(
                        row.getString("cancelled_by"),
                        row.getString("cancel_reason"),
                        at,
                        row.getInt("fee_amount"),
                        row.getString("fee_waiver"));
    }

    private Policy policy(String written) {
        try {
            return json.readValue(written, Policy.class);
        } catch (JsonProcessingException unreadable) {
            throw new IllegalStateException("the policy kept on an appointment cannot be read", unreadable);
        }
    }
}

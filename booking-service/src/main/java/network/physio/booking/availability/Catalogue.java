package network.physio.booking.availability;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Reads what can be booked where: treatments with their needs, clinics with their terms, and who offers what. */
@ApplicationScoped
public class Catalogue {

    private final Jdbi database;

    Catalogue(Jdbi database) {
        this.database = database;
    }

    /** The treatment with this id or code. */
    public Optional<Treatment> treatment(String idOrCode) {
        return database.withHandle(handle -> handle.createQuery("""
                        SELECT id, code, name, place, lengths, needs_screening, assessment, hands_on,
                               always_techniques, may_techniques
                          FROM treatment
                         WHERE id::text = :idOrCode OR code = :idOrCode
                        """)
                .bind("idOrCode", idOrCode)
                .map((row, context) -> {
                    UUID id = row.getObject("id", UUID.class);
                    return new Treatment(
                            id,
                            row.getString("code"),
                            row.getString("name"),
                            constant(Treatment.Place.class, row.getString("place")),
                            numbers(row, "lengths"),
                            row.getBoolean("needs_screening"),
                            row.getBoolean("assessment"),
                            row.getBoolean("hands_on"),
                            texts(row, "always_techniques"),
                            texts(row, "may_techniques"),
                            needs(id));
                })
                .findOne());
    }

    private List<Need> needs(UUID treatment) {
        return database.withHandle(handle -> handle.createQuery("""
                        SELECT kind, requirement, offset_minutes, minutes, buffer_before, buffer_after
                          FROM treatment_need
                         WHERE treatment_id = :treatment
                         ORDER BY ordinal
                        """)
                .bind("treatment", treatment)
                .map((row, context) -> new Need(
                        constant(Need.Kind.class, row.getString("kind")),
                        row.getString("requirement"),
                        row.getInt("offset_minutes"),
                        row.getObject("minutes", Integer.class),
                        row.getInt("buffer_before"),
                        row.getInt("buffer_after")))
                .list());
    }

    private static final String CLINICS = """
            SELECT c.id, c.code, c.name, c.zone, c.latitude, c.longitude,
                   p.code AS policy, p.notice_minutes, p.horizon_days, p.grid_minutes,
                   p.free_cancellation_hours, p.late_cancellation_percent, p.no_show_percent
              FROM clinic c JOIN policy p ON p.id = c.policy_id
            """;

    public List<Clinic> clinics() {
        return database.withHandle(handle -> handle.createQuery(CLINICS + " ORDER BY c.code")
                .map((row, context) -> clinic(row))
                .list());
    }

    /** The clinic with this id or code. */
    public Optional<Clinic> clinic(String idOrCode) {
        return database.withHandle(
                handle -> handle.createQuery(CLINICS + " WHERE c.id::text = :idOrCode OR c.code = :idOrCode")
                        .bind("idOrCode", idOrCode)
                        .map((row, context) -> clinic(row))
                        .findOne());
    }

    /**
     * Who offers the treatment at these clinics, by code.
     *
     * @param partner limits it to what is agreed with this partner
     */
    public List<Offering> offerings(UUID treatment, Collection<UUID> clinics, Choice choice, @Nullable String partner) {
        return database.withHandle(handle -> handle.createQuery("""
                        SELECT p.id, p.code, p.given_name || ' ' || p.family_name AS name, p.skills,
                               o.clinic_id, o.lengths, o.tier, o.accepts_new_patients, o.bookable_by
                          FROM offering o
                          JOIN practitioner p ON p.id = o.practitioner_id
                         WHERE o.treatment_id = :treatment
                           AND o.clinic_id = ANY (:clinics)
                           AND (:practitioner::text IS NULL OR p.id::text = :practitioner OR p.code = :practitioner)
                           AND (:gender::text IS NULL OR p.gender = :gender)
                           AND (:language::text IS NULL OR :language = ANY (p.languages))
                           AND (:partner::text IS NULL OR EXISTS (
                                   SELECT FROM partner_agreement a JOIN partner ON partner.id = a.partner_id
                                    WHERE partner.code = :partner
                                      AND a.clinic_id = o.clinic_id AND a.treatment_id = o.treatment_id))
                         ORDER BY p.code
                        """)
                .bind("treatment", treatment)
                .bindArray("clinics", UUID.class, clinics.toArray())
                .bind("practitioner", choice.practitioner())
                .bind("gender", choice.gender())
                .bind("language", choice.language())
                .bind("partner", partner)
                .map((row, context) -> new Offering(
                        row.getObject("id", UUID.class),
                        row.getString("code"),
                        row.getString("name"),
                        row.getObject("clinic_id", UUID.class),
                        numbers(row, "lengths"),
                        row.getString("tier"),
                        row.getBoolean("accepts_new_patients"),
                        Set.copyOf(texts(row, "bookable_by")),
                        Set.copyOf(texts(row, "skills"))))
                .list());
    }

    /** What a patient may ask of the practitioner; null asks nothing. */
    public record Choice(
            @Nullable String practitioner,
            @Nullable String gender,
            @Nullable String language) {

        public static final Choice ANYONE = new Choice(null, null, null);

        public static Choice of(@Nullable UUID practitioner) {
            return practitioner == null ? ANYONE : new Choice(practitioner.toString(), null, null);
        }
    }

    /** What the treatment costs there in this length, as minor units with currency and tax code. */
    public Optional<Price> price(UUID treatment, int minutes, String tier) {
        return database.withHandle(handle -> handle.createQuery("""
                        SELECT amount, currency, tax_code
                          FROM treatment_price
                         WHERE treatment_id = :treatment AND minutes = :minutes AND tier = :tier
                        """)
                .bind("treatment", treatment)
                .bind("minutes", minutes)
                .bind("tier", tier)
                .map((row, context) ->
                        new Price(row.getInt("amount"), row.getString("currency"), row.getString("tax_code")))
                .findOne());
    }

    /** Minor units, such as cents. */
    public record Price(int amount, String currency, String taxCode) {}

    /** The kind of this room; empty when the clinic has no such room. */
    Optional<String> kindOfRoom(UUID clinic, UUID room) {
        return database.withHandle(
                handle -> handle.createQuery("SELECT kind FROM room WHERE id = :room AND clinic_id = :clinic")
                        .bind("room", room)
                        .bind("clinic", clinic)
                        .mapTo(String.class)
                        .findOne());
    }

    public TravelTimes travelTimes() {
        Map<TravelTimes.Key, TravelTimes.Leg> stated = new HashMap<>();
        database.useHandle(handle -> handle.createQuery("""
                        SELECT from_clinic_id, to_clinic_id, minutes, source FROM clinic_travel
                        """)
                .map((row, context) -> stated.put(
                        new TravelTimes.Key(
                                row.getObject("from_clinic_id", UUID.class), row.getObject("to_clinic_id", UUID.class)),
                        new TravelTimes.Leg(row.getInt("minutes"), row.getString("source"))))
                .list());
        return new TravelTimes(stated);
    }

    private static Clinic clinic(ResultSet row) throws SQLException {
        return new Clinic(
                row.getObject("id", UUID.class),
                row.getString("code"),
                row.getString("name"),
                ZoneId.of(row.getString("zone")),
                row.getDouble("latitude"),
                row.getDouble("longitude"),
                new Policy(
                        row.getString("policy"),
                        row.getInt("notice_minutes"),
                        row.getInt("horizon_days"),
                        row.getInt("grid_minutes"),
                        row.getInt("free_cancellation_hours"),
                        row.getInt("late_cancellation_percent"),
                        row.getInt("no_show_percent")));
    }

    static <E extends Enum<E>> E constant(Class<E> type, String written) {
        return Enum.valueOf(type, written.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    static List<String> texts(ResultSet row, String column) throws SQLException {
        return List.of((String[]) row.getArray(column).getArray());
    }

    static List<Integer> numbers(ResultSet row, String column) throws SQLException {
        return Arrays.stream((Number[]) row.getArray(column).getArray())
                .map(Number::intValue)
                .toList();
    }
}

package network.physio.booking.availability;

import static network.physio.booking.column.Columns.constant;
import static network.physio.booking.column.Columns.id;
import static network.physio.booking.column.Columns.numbers;
import static network.physio.booking.column.Columns.texts;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Reads the network's reference data, all of it with one query a table, within a transaction or without. */
@ApplicationScoped
class StoredListings {

    private final Jdbi database;

    StoredListings(Jdbi database) {
        this.database = database;
    }

    /**
     * All of one state: an offering whose clinic was not there yet a statement before would be nobody's. What changed while
     * it was read is read again; a snapshot would need a transaction and a connection of its own, and a booking that finds
     * its picture behind holds one already.
     */
    Listings read() {
        return database.withHandle(handle -> {
            Listings read;
            do {
                read = read(handle);
            } while (read.version() != version(handle));
            return read;
        });
    }

    private static Listings read(Handle handle) {
        return new Listings(
                version(handle),
                clinics(handle),
                treatments(handle),
                offered(handle),
                prices(handle),
                units(handle),
                agreements(handle),
                travel(handle));
    }

    private static long version(Handle handle) {
        return handle.createQuery("SELECT version FROM catalogue_version")
                .mapTo(Long.class)
                .one();
    }

    private static List<Clinic> clinics(Handle handle) {
        return handle.createQuery("""
                        SELECT c.id, c.code, c.name, c.zone, c.latitude, c.longitude,
                               p.code AS policy, p.notice_minutes, p.horizon_days, p.grid_minutes,
                               p.free_cancellation_hours, p.late_cancellation_percent, p.no_show_percent,
                               p.no_access_percent
                          FROM clinic c JOIN policy p ON p.id = c.policy_id
                         ORDER BY c.code
                        """).map((row, context) -> clinic(row)).list();
    }

    private static Clinic clinic(ResultSet row) throws SQLException {
        return new Clinic(
                id(row, "id"),
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
                        row.getInt("no_show_percent"),
                        row.getInt("no_access_percent")));
    }

    private static List<Treatment> treatments(Handle handle) {
        Map<UUID, List<Need>> needs = needs(handle);
        return handle.createQuery("""
                        SELECT id, code, name, place, lengths, needs_screening, assessment, hands_on,
                               always_techniques, may_techniques, capacity
                          FROM treatment
                        """)
                .map((row, context) -> new Treatment(
                        id(row, "id"),
                        row.getString("code"),
                        row.getString("name"),
                        constant(Treatment.Place.class, row.getString("place")),
                        numbers(row, "lengths"),
                        row.getBoolean("needs_screening"),
                        row.getBoolean("assessment"),
                        row.getBoolean("hands_on"),
                        texts(row, "always_techniques"),
                        texts(row, "may_techniques"),
                        needs.getOrDefault(id(row, "id"), List.of()),
                        row.getInt("capacity")))
                .list();
    }

    private static Map<UUID, List<Need>> needs(Handle handle) {
        Map<UUID, List<Need>> needs = new HashMap<>();
        handle.createQuery("""
                        SELECT treatment_id, kind, requirement, offset_minutes, minutes, buffer_before, buffer_after
                          FROM treatment_need
                         ORDER BY treatment_id, ordinal
                        """)
                .map((row, context) -> needs.computeIfAbsent(id(row, "treatment_id"), key -> new ArrayList<>())
                        .add(new Need(
                                constant(Need.Kind.class, row.getString("kind")),
                                row.getString("requirement"),
                                row.getInt("offset_minutes"),
                                row.getObject("minutes", Integer.class),
                                row.getInt("buffer_before"),
                                row.getInt("buffer_after"))))
                .list();
        return needs;
    }

    private static List<Listings.Offered> offered(Handle handle) {
        return handle.createQuery("""
                        SELECT p.id, p.code, p.given_name || ' ' || p.family_name AS name, p.skills, p.gender, p.languages,
                               o.treatment_id, o.clinic_id, o.lengths, o.tier, o.accepts_new_patients, o.bookable_by
                          FROM bookable_offering o JOIN practitioner p ON p.id = o.practitioner_id
                         ORDER BY p.code
                        """)
                .map((row, context) -> new Listings.Offered(
                        id(row, "treatment_id"),
                        new Offering(
                                id(row, "id"),
                                row.getString("code"),
                                row.getString("name"),
                                id(row, "clinic_id"),
                                numbers(row, "lengths"),
                                row.getString("tier"),
                                row.getBoolean("accepts_new_patients"),
                                Set.copyOf(texts(row, "bookable_by")),
                                Set.copyOf(texts(row, "skills"))),
                        row.getString("gender"),
                        Set.copyOf(texts(row, "languages"))))
                .list();
    }

    private static Map<Listings.PriceKey, Catalogue.Price> prices(Handle handle) {
        Map<Listings.PriceKey, Catalogue.Price> prices = new HashMap<>();
        handle.createQuery("SELECT treatment_id, minutes, tier, amount, currency, tax_code FROM treatment_price")
                .map((row, context) -> prices.put(
                        new Listings.PriceKey(id(row, "treatment_id"), row.getInt("minutes"), row.getString("tier")),
                        new Catalogue.Price(
                                row.getInt("amount"), row.getString("currency"), row.getString("tax_code"))))
                .list();
        return prices;
    }

    private static List<Listings.Unit> units(Handle handle) {
        return handle.createQuery("""
                        SELECT r.kind, p.id, u.unit, p.clinic_id, p.code, p.place_kind
                          FROM (SELECT id, clinic_id, code, kind AS place_kind FROM room
                                UNION ALL
                                SELECT id, clinic_id, code, kind FROM equipment) p
                          JOIN resource r ON r.id = p.id
                          JOIN resource_unit u ON u.resource_id = p.id AND u.kind = 'normal'
                         ORDER BY p.code, u.unit
                        """)
                .map((row, context) -> new Listings.Unit(
                        constant(Need.Kind.class, row.getString("kind")),
                        id(row, "id"),
                        row.getShort("unit"),
                        id(row, "clinic_id"),
                        row.getString("code"),
                        row.getString("place_kind")))
                .list();
    }

    private static Set<Listings.Agreement> agreements(Handle handle) {
        return handle.createQuery("""
                        SELECT p.code, a.treatment_id, a.clinic_id
                          FROM partner_agreement a JOIN partner p ON p.id = a.partner_id
                        """)
                .map((row, context) ->
                        new Listings.Agreement(row.getString("code"), id(row, "treatment_id"), id(row, "clinic_id")))
                .collect(Collectors.toSet());
    }

    private static TravelTimes travel(Handle handle) {
        Map<TravelTimes.Key, TravelTimes.Leg> stated = new HashMap<>();
        handle.createQuery("SELECT from_clinic_id, to_clinic_id, minutes, source FROM clinic_travel")
                .map((row, context) -> stated.put(
                        new TravelTimes.Key(id(row, "from_clinic_id"), id(row, "to_clinic_id")),
                        new TravelTimes.Leg(row.getInt("minutes"), row.getString("source"))))
                .list();
        return new TravelTimes(stated);
    }
}

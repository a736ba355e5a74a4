package network.physio.booking.network;

import static network.physio.booking.column.Columns.numbers;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Array;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import network.physio.booking.network.NetworkFile.Need;
import network.physio.booking.network.NetworkFile.Price;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** What a file may refer to: what is stored, and above it what the file itself brings. */
record Known(
        Set<String> organisations,
        Set<String> policies,
        Set<String> calendars,
        Map<String, KnownClinic> clinics,
        Map<String, KnownTreatment> treatments,
        Map<String, UUID> practitioners,
        List<KnownOffering> offerings) {

    /** @param id null when the file is about to make it */
    record KnownClinic(@Nullable UUID id, String zone, Set<String> roomKinds, Set<String> deviceKinds) {}

    record KnownTreatment(String place, List<Integer> lengths, List<Need> needs, List<Price> prices) {}

    /** By codes. */
    record KnownOffering(String practitioner, String treatment, String clinic, List<Integer> lengths, String tier) {}

    /** This, and what the file brings. */
    Known with(NetworkFile file) {
        Known all = new Known(
                new HashSet<>(organisations),
                new HashSet<>(policies),
                new HashSet<>(calendars),
                new HashMap<>(clinics),
                new HashMap<>(treatments),
                practitioners,
                offerings);
        file.organisations().forEach(one -> all.organisations.add(one.code()));
        file.policies().forEach(one -> all.policies.add(one.code()));
        file.calendars().forEach(one -> all.calendars.add(one.code()));
        file.clinics().forEach(one -> all.clinics.merge(one.code(), brought(one), Known::merged));
        file.treatments()
                .forEach(one -> all.treatments.put(
                        one.code(), new KnownTreatment(one.place(), one.lengths(), one.needs(), one.prices())));
        return all;
    }

    private static KnownClinic brought(NetworkFile.Clinic clinic) {
        Set<String> rooms = new HashSet<>();
        clinic.rooms().forEach(room -> rooms.add(room.kind()));
        Set<String> devices = new HashSet<>();
        clinic.equipment().forEach(device -> devices.add(device.kind()));
        return new KnownClinic(null, clinic.zone(), rooms, devices);
    }

    private static KnownClinic merged(KnownClinic stored, KnownClinic brought) {
        Set<String> rooms = new HashSet<>(stored.roomKinds());
        rooms.addAll(brought.roomKinds());
        Set<String> devices = new HashSet<>(stored.deviceKinds());
        devices.addAll(brought.deviceKinds());
        return new KnownClinic(stored.id(), stored.zone(), rooms, devices);
    }

    /** Reads what is stored. */
    @ApplicationScoped
    static class Reader {

        private final Jdbi database;

        Reader(Jdbi database) {
            this.database = database;
        }

        Known stored() {
            return new Known(
                    codes("organisation"),
                    codes("policy"),
                    codes("holiday_calendar"),
                    clinics(),
                    treatments(),
                    ids(),
                    offerings());
        }

        private Set<String> codes(String table) {
            return database.withHandle(handle -> new HashSet<>(handle.createQuery("SELECT code FROM " + table)
                    .mapTo(String.class)
                    .list()));
        }

        private Map<String, KnownClinic> clinics() {
            Map<String, KnownClinic> clinics = new HashMap<>();
            database.useHandle(handle -> handle.createQuery("""
                            SELECT c.id, c.code, c.zone,
                                   (SELECT array_agg(DISTINCT kind) FROM room WHERE clinic_id = c.id) AS rooms,
                                   (SELECT array_agg(DISTINCT kind) FROM equipment WHERE clinic_id = c.id) AS devices
                              FROM clinic c
                            """)
                    .map((row, context) -> clinics.put(
                            row.getString("code"),
                            new KnownClinic(
                                    row.getObject("id", UUID.class),
                                    row.getString("zone"),
                                    set(row.getArray("rooms")),
                                    set(row.getArray("devices")))))
                    .list());
            return clinics;
        }

        private Map<String, KnownTreatment> treatments() {
            Map<String, KnownTreatment> treatments = new HashMap<>();
            Map<UUID, KnownTreatment> byId = new HashMap<>();
            database.useHandle(handle -> {
                handle.createQuery("SELECT id, code, place, lengths FROM treatment")
                        .map((row, context) -> {
                            KnownTreatment known = new KnownTreatment(
                                    row.getString("place"),
                                    numbers(row, "lengths"),
                                    new ArrayList<>(),
                                    new ArrayList<>());
                            byId.put(row.getObject("id", UUID.class), known);
                            return treatments.put(row.getString("code"), known);
                        })
                        .list();
                handle.createQuery("SELECT treatment_id, kind, requirement FROM treatment_need")
                        .map((row, context) -> Objects.requireNonNull(
                                        byId.get(row.getObject("treatment_id", UUID.class)))
                                .needs()
                                .add(new Need("", row.getString("kind"), row.getString("requirement"), 0, null, 0, 0)))
                        .list();
                handle.createQuery("SELECT treatment_id, minutes, tier, amount FROM treatment_price")
                        .map((row, context) -> Objects.requireNonNull(
                                        byId.get(row.getObject("treatment_id", UUID.class)))
                                .prices()
                                .add(new Price("", row.getInt("minutes"), row.getString("tier"), row.getInt("amount"))))
                        .list();
            });
            return treatments;
        }

        private Map<String, UUID> ids() {
            return database.withHandle(handle -> {
                Map<String, UUID> ids = new HashMap<>();
                handle.createQuery("SELECT code, id FROM practitioner")
                        .map((row, context) -> ids.put(row.getString("code"), row.getObject("id", UUID.class)))
                        .list();
                return ids;
            });
        }

        private List<KnownOffering> offerings() {
            return database.withHandle(handle -> handle.createQuery("""
                            SELECT p.code AS practitioner, t.code AS treatment, c.code AS clinic, o.lengths, o.tier
                              FROM offering o
                              JOIN practitioner p ON p.id = o.practitioner_id
                              JOIN treatment t ON t.id = o.treatment_id
                              JOIN clinic c ON c.id = o.clinic_id
                             ORDER BY p.code, c.code
                            """)
                    .map((row, context) -> new KnownOffering(
                            row.getString("practitioner"),
                            row.getString("treatment"),
                            row.getString("clinic"),
                            numbers(row, "lengths"),
                            row.getString("tier")))
                    .list());
        }

        private static Set<String> set(@Nullable Array array) throws SQLException {
            return array == null ? Set.of() : Set.of((String[]) array.getArray());
        }
    }
}

package network.physio.booking.network;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import network.physio.booking.network.NetworkFile.Calendar;
import network.physio.booking.network.NetworkFile.Clinic;
import network.physio.booking.network.NetworkFile.Organisation;
import network.physio.booking.network.NetworkFile.Policy;
import network.physio.booking.network.NetworkFile.Room;
import network.physio.booking.network.NetworkFile.Travel;
import network.physio.http.Ids;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Stores the places of a file: organisations, policies, calendars, clinics with what stands in them, and ways. */
@ApplicationScoped
class StoreClinics {

    private static final List<String> CODE = List.of("code");
    private static final List<String> CODE_AT_CLINIC = List.of("clinic_id", "code");

    private final Jdbi database;
    private final ReferenceRows rows;
    private final Clock clock;

    StoreClinics(Jdbi database, ReferenceRows rows, Clock clock) {
        this.database = database;
        this.rows = rows;
        this.clock = clock;
    }

    void store(NetworkFile file, Summary summary, Faults faults) {
        for (Organisation one : file.organisations()) {
            Row row = Row.with("code", one.code()).and("name", one.name());
            summary.count(
                    "organisations",
                    rows.write("organisation", CODE, row.columns()).change());
        }
        file.policies().forEach(one -> summary.count("policies", store(one)));
        file.calendars().forEach(one -> summary.count("holidayCalendars", store(one)));
        file.clinics().forEach(one -> summary.count("clinics", store(one, summary, faults)));
        file.travel().forEach(one -> summary.count("travel", store(one)));
    }

    private Change store(Policy one) {
        Row row = Row.with("code", one.code())
                .and("name", one.name())
                .and("notice_minutes", one.noticeMinutes())
                .and("horizon_days", one.horizonDays())
                .and("grid_minutes", one.gridMinutes())
                .and("free_cancellation_hours", one.freeCancellationHours())
                .and("late_cancellation_percent", one.lateCancellationPercent())
                .and("no_show_percent", one.noShowPercent())
                .and("no_access_percent", one.noAccessPercent());
        return rows.write("policy", CODE, row.columns()).change();
    }

    private Change store(Calendar one) {
        ReferenceRows.Written calendar = rows.write(
                "holiday_calendar",
                CODE,
                Row.with("code", one.code()).and("name", one.name()).columns());
        List<Map<String, @Nullable Object>> days = one.days().stream()
                .map(day -> Row.with("calendar_id", calendar.id())
                        .and("day", day.day())
                        .and("name", day.name())
                        .columns())
                .toList();
        return rows.touch("holiday_calendar", calendar, rows.replace("holiday", "calendar_id", calendar.id(), days));
    }

    private Change store(Clinic one, Summary summary, Faults faults) {
        Row row = Row.with("code", one.code())
                .and("organisation_id", id("organisation", one.organisation()))
                .and("policy_id", id("policy", one.policy()))
                .and("name", one.name())
                .and("zone", one.zone())
                .and("street", one.address().street())
                .and("suburb", one.address().suburb())
                .and("state", one.address().state())
                .and("postcode", one.address().postcode())
                .and("country", one.address().country())
                .and("latitude", one.location().latitude())
                .and("longitude", one.location().longitude())
                .and("phone", one.phone())
                .and("email", one.email());
        ReferenceRows.Written clinic = rows.write("clinic", CODE, row.columns());
        boolean changed = rows.replace("clinic_hours", "clinic_id", clinic.id(), hours(one, clinic.id()));
        changed |= rows.replace("clinic_holiday_calendar", "clinic_id", clinic.id(), calendars(one, clinic.id()));
        one.rooms().forEach(room -> summary.count("rooms", store(room, clinic.id(), faults)));
        one.equipment().forEach(device -> {
            Row thing = Row.with("clinic_id", clinic.id())
                    .and("code", device.code())
                    .and("name", device.name())
                    .and("kind", device.kind());
            UUID id = resource("equipment", clinic.id(), device.code());
            addUnits(id, 0, 1, "normal");
            summary.count(
                    "equipment",
                    rows.write("equipment", CODE_AT_CLINIC, thing.columns(), id).change());
        });
        return rows.touch("clinic", clinic, changed);
    }

    private static List<Map<String, @Nullable Object>> hours(Clinic clinic, UUID id) {
        List<Map<String, @Nullable Object>> hours = new ArrayList<>();
        clinic.hours()
                .forEach(opening -> opening.days()
                        .forEach(day -> hours.add(Row.with("clinic_id", id)
                                .and("weekday", day.day().getValue())
                                .and("opens", opening.opens())
                                .and("closes", opening.closes())
                                .columns())));
        return hours;
    }

    private List<Map<String, @Nullable Object>> calendars(Clinic clinic, UUID id) {
        return clinic.calendars().stream()
                .distinct()
                .map(calendar -> Row.with("clinic_id", id)
                        .and("calendar_id", id("holiday_calendar", calendar))
                        .columns())
                .toList();
    }

    private Change store(Room one, UUID clinic, Faults faults) {
        UUID id = resource("room", clinic, one.code());
        Row row = Row.with("clinic_id", clinic)
                .and("code", one.code())
                .and("name", one.name())
                .and("kind", one.kind());
        ReferenceRows.Written room = rows.write("room", CODE_AT_CLINIC, row.columns(), id);
        boolean more = addUnits(id, 0, one.places(), "normal");
        boolean fewer = removeUnits(id, one, faults);
        return rows.touch("room", room, more || fewer);
    }

    private boolean removeUnits(UUID room, Room one, Faults faults) {
        boolean used = database.withHandle(handle -> handle.createQuery(
                        "SELECT EXISTS (SELECT FROM claim WHERE resource_id = :room AND unit >= :places)")
                .bind("room", room)
                .bind("places", one.places())
                .mapTo(boolean.class)
                .one());
        if (used) {
            faults.add(one.at() + "/places", "cannot be fewer: appointments have used the others");
            return false;
        }
        return database.withHandle(
                handle -> handle.createUpdate("DELETE FROM resource_unit WHERE resource_id = :room AND unit >= :places")
                                .bind("room", room)
                                .bind("places", one.places())
                                .execute()
                        > 0);
    }

    private Change store(Travel one) {
        int created = 0;
        int updated = 0;
        for (List<String> way : List.of(one.between(), one.between().reversed())) {
            Boolean isNew = database.withHandle(handle -> handle.createQuery("""
                            INSERT INTO clinic_travel (from_clinic_id, to_clinic_id, minutes, source)
                            SELECT f.id, t.id, :minutes, 'network-file' FROM clinic f, clinic t
                             WHERE f.code = :from AND t.code = :to
                            ON CONFLICT (from_clinic_id, to_clinic_id) DO UPDATE
                               SET minutes = excluded.minutes, source = excluded.source
                             WHERE (clinic_travel.minutes, clinic_travel.source)
                                   IS DISTINCT FROM (excluded.minutes, excluded.source)
                            RETURNING old.minutes IS NULL
                            """)
                    .bind("from", way.getFirst())
                    .bind("to", way.getLast())
                    .bind("minutes", one.minutes())
                    .mapTo(Boolean.class)
                    .findOne()
                    .orElse(null));
            if (isNew != null) {
                created += isNew ? 1 : 0;
                updated += isNew ? 0 : 1;
            }
        }
        if (created > 0) {
            return Change.CREATED;
        }
        return updated > 0 ? Change.UPDATED : Change.UNCHANGED;
    }

    UUID id(String table, String code) {
        return rows.find(table, code)
                .orElseThrow(() -> new IllegalStateException("a checked reference is missing: " + table));
    }

    /** The id of the room or device, made with its resource when it is new. */
    private UUID resource(String kind, UUID clinic, String code) {
        return database.withHandle(handle -> handle.createQuery(
                                "SELECT id FROM %s WHERE clinic_id = :clinic AND code = :code".formatted(kind))
                        .bind("clinic", clinic)
                        .bind("code", code)
                        .mapTo(UUID.class)
                        .findOne())
                .orElseGet(() -> newResource(kind));
    }

    UUID newResource(String kind) {
        UUID id = Ids.at(clock.instant());
        database.useHandle(handle -> handle.createUpdate("INSERT INTO resource (id, kind) VALUES (:id, :kind)")
                .bind("id", id)
                .bind("kind", kind)
                .execute());
        return id;
    }

    /** Adds the units that are missing; answers whether any was. */
    boolean addUnits(UUID resource, int from, int until, String kind) {
        return database.withHandle(handle -> handle.createUpdate("""
                                INSERT INTO resource_unit (resource_id, unit, kind)
                                SELECT :resource, unit, :kind FROM generate_series(:from, :until - 1) AS unit
                                ON CONFLICT DO NOTHING
                                """)
                        .bind("resource", resource)
                        .bind("from", from)
                        .bind("until", until)
                        .bind("kind", kind)
                        .execute()
                > 0);
    }
}

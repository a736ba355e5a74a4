package network.physio.booking.roster;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import network.physio.booking.availability.ExceptionalDay;
import network.physio.booking.availability.Purpose;
import network.physio.booking.availability.Roster;
import network.physio.booking.availability.Schedule;
import network.physio.booking.availability.Segment;
import network.physio.booking.availability.StoredSchedules;
import network.physio.booking.availability.WorkingHours;
import network.physio.http.Ids;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Rosters and exceptional days as they are stored, by practitioner and clinic. */
@ApplicationScoped
class Schedules {

    private final Jdbi database;
    private final StoredSchedules stored;
    private final Clock clock;

    Schedules(Jdbi database, StoredSchedules stored, Clock clock) {
        this.database = database;
        this.stored = stored;
        this.clock = clock;
    }

    /** The clinics at which the practitioner has hours. */
    Set<UUID> clinics(UUID practitioner) {
        return database.withHandle(handle -> new LinkedHashSet<>(handle.createQuery("""
                        SELECT clinic_id FROM roster WHERE practitioner_id = :practitioner
                        UNION
                        SELECT clinic_id FROM roster_exception WHERE practitioner_id = :practitioner
                        """)
                .bind("practitioner", practitioner)
                .mapTo(UUID.class)
                .list()));
    }

    Schedule read(UUID practitioner, UUID clinic) {
        return stored.of(practitioner, clinic);
    }

    /** Stores {@code whole}; rosters that keep their first day keep their id. */
    void replace(UUID practitioner, UUID clinic, Schedule current, Schedule whole) {
        database.useHandle(handle -> {
            current.rosters().stream()
                    .filter(old -> whole.rosters().stream()
                            .noneMatch(kept -> kept.from().equals(old.from())))
                    .forEach(old -> delete(handle, practitioner, clinic, old.from()));
            whole.rosters().stream()
                    .filter(roster -> current.rosters().stream().noneMatch(roster::sameAs))
                    .forEach(roster -> write(handle, practitioner, clinic, roster));
            writeExceptions(handle, practitioner, clinic, whole.exceptions());
        });
    }

    private static void delete(Handle handle, UUID practitioner, UUID clinic, LocalDate from) {
        handle.createUpdate("""
                        DELETE FROM roster_segment
                         WHERE roster_id = (SELECT id FROM roster
                                             WHERE practitioner_id = :practitioner AND clinic_id = :clinic AND valid_from = :from)
                        """)
                .bind("practitioner", practitioner)
                .bind("clinic", clinic)
                .bind("from", from)
                .execute();
        handle.createUpdate("""
                        DELETE FROM roster
                         WHERE practitioner_id = :practitioner AND clinic_id = :clinic AND valid_from = :from
                        """)
                .bind("practitioner", practitioner)
                .bind("clinic", clinic)
                .bind("from", from)
                .execute();
    }

    private void write(Handle handle, UUID practitioner, UUID clinic, Roster roster) {
        UUID id = handle.createQuery("""
                        INSERT INTO roster (id, practitioner_id, clinic_id, valid_from, valid_until, every_weeks)
                        VALUES (:id, :practitioner, :clinic, :from, :until, :everyWeeks)
                        ON CONFLICT (practitioner_id, clinic_id, valid_from) DO UPDATE
                           SET valid_until = excluded.valid_until, every_weeks = excluded.every_weeks,
                               version = roster.version + 1
                        RETURNING id
                        """)
                .bind("id", Ids.at(clock.instant()))
                .bind("practitioner", practitioner)
                .bind("clinic", clinic)
                .bind("from", roster.from())
                .bind("until", roster.until())
                .bind("everyWeeks", roster.everyWeeks())
                .mapTo(UUID.class)
                .one();
        handle.createUpdate("DELETE FROM roster_segment WHERE roster_id = :id")
                .bind("id", id)
                .execute();
        List<Segment> segments = roster.perDay();
        for (int ordinal = 0; ordinal < segments.size(); ordinal++) {
            write(handle, id, ordinal, segments.get(ordinal));
        }
    }

    private static void write(Handle handle, UUID roster, int ordinal, Segment segment) {
        handle.createUpdate("""
                        INSERT INTO roster_segment
                               (roster_id, ordinal, week, weekday, from_time, until_time, audience, visit_kinds, place, release_hours)
                        VALUES (:roster, :ordinal, :week, :weekday, :from, :until, :audience, :visitKinds, :place, :releaseHours)
                        """)
                .bind("roster", roster)
                .bind("ordinal", ordinal)
                .bind("week", segment.week())
                .bind("weekday", segment.days().getFirst().getValue())
                .bind("from", segment.hours().from())
                .bind("until", segment.hours().until())
                .bindMap(columns(segment.purpose()))
                .execute();
    }

    private static void writeExceptions(Handle handle, UUID practitioner, UUID clinic, List<ExceptionalDay> days) {
        handle.createUpdate(
                        "DELETE FROM roster_exception WHERE practitioner_id = :practitioner AND clinic_id = :clinic")
                .bind("practitioner", practitioner)
                .bind("clinic", clinic)
                .execute();
        for (ExceptionalDay day : days) {
            if (day.hours().isEmpty()) {
                writeDayOff(handle, practitioner, clinic, day.day());
            }
            for (int ordinal = 0; ordinal < day.hours().size(); ordinal++) {
                writeException(
                        handle,
                        practitioner,
                        clinic,
                        day.day(),
                        ordinal,
                        day.hours().get(ordinal));
            }
        }
    }

    private static void writeDayOff(Handle handle, UUID practitioner, UUID clinic, LocalDate day) {
        handle.createUpdate("""
                        INSERT INTO roster_exception (practitioner_id, clinic_id, day) VALUES (:practitioner, :clinic, :day)
                        """)
                .bind("practitioner", practitioner)
                .bind("clinic", clinic)
                .bind("day", day)
                .execute();
    }

    private static void writeException(
            Handle handle, UUID practitioner, UUID clinic, LocalDate day, int ordinal, WorkingHours hours) {
        handle.createUpdate("""
                        INSERT INTO roster_exception (practitioner_id, clinic_id, day, ordinal, from_time, until_time,
                                                      audience, visit_kinds, place, release_hours)
                        VALUES (:practitioner, :clinic, :day, :ordinal, :from, :until,
                                :audience, :visitKinds, :place, :releaseHours)
                        """)
                .bind("practitioner", practitioner)
                .bind("clinic", clinic)
                .bind("day", day)
                .bind("ordinal", ordinal)
                .bind("from", hours.hours().from())
                .bind("until", hours.hours().until())
                .bindMap(columns(Objects.requireNonNull(hours.purpose(), "said before hours are stored")))
                .execute();
    }

    private static Map<String, @Nullable Object> columns(Purpose purpose) {
        Map<String, @Nullable Object> columns = new HashMap<>();
        columns.put("audience", purpose.audience().toArray(String[]::new));
        columns.put("visitKinds", purpose.visitKinds().toArray(String[]::new));
        columns.put("place", purpose.place());
        columns.put("releaseHours", purpose.releaseHours());
        return columns;
    }
}

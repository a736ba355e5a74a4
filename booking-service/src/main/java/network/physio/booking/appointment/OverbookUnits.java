package network.physio.booking.appointment;

import static network.physio.booking.column.Columns.utc;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.physio.booking.availability.Judge;
import network.physio.booking.availability.Need;
import network.physio.booking.availability.Span;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Where an overbooked visit is claimed: unit 0 of the practitioner as far as it is free, an overbook unit for the rest. */
@ApplicationScoped
class OverbookUnits {

    private final Jdbi database;

    OverbookUnits(Jdbi database) {
        this.database = database;
    }

    /** A part of the visit, and the unit that is free for it; no unit when all of them are taken. */
    private record Part(@Nullable Short unit, Instant from, Instant until) {}

    /**
     * The practitioner's part of these takings, divided over units. Asked under the practitioner's lock.
     *
     * @return empty when no overbook unit is free, or when something that is not an appointment stands there: nobody is
     *     booked into a leave
     */
    Optional<List<Judge.Taking>> divide(List<Judge.Taking> takings) {
        List<Judge.Taking> divided = new ArrayList<>();
        for (Judge.Taking taking : takings) {
            if (taking.kind() != Need.Kind.PRACTITIONER) {
                divided.add(taking);
                continue;
            }
            for (Part part : parts(taking)) {
                if (part.unit() == null) {
                    return Optional.empty();
                }
                Span span = Span.covering(part.from(), part.until());
                divided.add(new Judge.Taking(taking.resourceId(), part.unit(), taking.kind(), span));
            }
        }
        return Optional.of(divided);
    }

    private List<Part> parts(Judge.Taking taking) {
        return database.withHandle(handle -> handle.createQuery("""
                        WITH visit AS (SELECT tstzrange(:from, :until) AS span),
                        taken AS (
                          SELECT coalesce(range_agg(c.during), '{}') * tstzmultirange(visit.span) AS ranges,
                                 coalesce(bool_or(c.kind <> 'appointment'), false) AS blocked
                            FROM visit LEFT JOIN claim c
                              ON c.resource_id = :practitioner AND c.unit = 0 AND c.during && visit.span
                           GROUP BY visit.span),
                        spare AS (
                          SELECT min(u.unit) AS unit
                            FROM resource_unit u, taken
                           WHERE u.resource_id = :practitioner AND u.kind = 'overbook' AND NOT taken.blocked
                             AND NOT EXISTS (SELECT FROM claim c
                                              WHERE c.resource_id = u.resource_id AND c.unit = u.unit
                                                AND c.during && taken.ranges))
                        SELECT 0::smallint AS unit, lower(part) AS starts_at, upper(part) AS ends_at
                          FROM visit, taken, unnest(tstzmultirange(visit.span) - taken.ranges) AS part
                        UNION ALL
                        SELECT spare.unit, lower(part), upper(part)
                          FROM taken, spare, unnest(taken.ranges) AS part
                        """)
                .bind("practitioner", taking.resourceId())
                .bind("from", utc(taking.span().start()))
                .bind("until", utc(taking.span().end()))
                .map((row, context) -> new Part(
                        row.getObject("unit", Short.class),
                        row.getObject("starts_at", OffsetDateTime.class).toInstant(),
                        row.getObject("ends_at", OffsetDateTime.class).toInstant()))
                .list());
    }
}

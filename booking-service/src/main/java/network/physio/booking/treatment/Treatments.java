package network.physio.booking.treatment;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/** Reads treatments for everybody. */
@ApplicationScoped
class Treatments {

    record Price(int minutes, String tier, int amount, String currency, String taxCode) {}

    record Row(
            UUID id,
            String code,
            String name,
            String description,
            String place,
            List<Integer> lengths,
            boolean needsScreening,
            boolean assessment,
            boolean handsOn,
            List<String> always,
            List<String> may,
            int capacity,
            int version) {}

    private final Jdbi database;

    Treatments(Jdbi database) {
        this.database = database;
    }

    List<Row> page(String afterCode, int rows) {
        return database.withHandle(
                handle -> handle.createQuery("SELECT * FROM treatment WHERE code > :after ORDER BY code LIMIT :rows")
                        .bind("after", afterCode)
                        .bind("rows", rows)
                        .map((row, context) -> row(row))
                        .list());
    }

    Optional<Row> find(UUID id) {
        return database.withHandle(handle -> handle.createQuery("SELECT * FROM treatment WHERE id = :id")
                .bind("id", id)
                .map((row, context) -> row(row))
                .findOne());
    }

    List<Price> prices(UUID treatment) {
        return database.withHandle(handle -> handle.createQuery("""
                        SELECT minutes, tier, amount, currency, tax_code FROM treatment_price
                         WHERE treatment_id = :treatment ORDER BY tier <> 'standard', tier, minutes
                        """)
                .bind("treatment", treatment)
                .map((row, context) -> new Price(
                        row.getInt("minutes"),
                        row.getString("tier"),
                        row.getInt("amount"),
                        row.getString("currency"),
                        row.getString("tax_code")))
                .list());
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                row.getObject("id", UUID.class),
                row.getString("code"),
                row.getString("name"),
                row.getString("description"),
                row.getString("place"),
                Arrays.stream((Short[]) row.getArray("lengths").getArray())
                        .map(Short::intValue)
                        .toList(),
                row.getBoolean("needs_screening"),
                row.getBoolean("assessment"),
                row.getBoolean("hands_on"),
                List.of((String[]) row.getArray("always_techniques").getArray()),
                List.of((String[]) row.getArray("may_techniques").getArray()),
                row.getInt("capacity"),
                row.getInt("version"));
    }
}

package network.physio.booking.proof;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.quarkus.narayana.jta.QuarkusTransaction;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jdbi.v3.core.Jdbi;

/** Writes generated networks as rows, and deletes them again. */
final class GeneratedRows {

    private static final ObjectMapper JSON = new ObjectMapper()
            .registerModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);
    private static final String INSERT = resource("generated-networks.sql")
            .replace(
                    "{clinics}", "networks CROSS JOIN LATERAL (VALUES (n -> 'here'), (n -> 'there')) AS of_network (c)")
            .replace(
                    "{day}",
                    "array_position(ARRAY['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY',"
                            + " 'SUNDAY'], s ->> 'day')");
    private static final String DELETE = resource("no-generated-networks.sql");

    private final Jdbi database;

    GeneratedRows(Jdbi database) {
        this.database = database;
    }

    void write(List<GeneratedNetwork> networks) {
        run(INSERT, json(networks));
    }

    void delete() {
        run(DELETE, "[]");
    }

    private void run(String script, String networks) {
        QuarkusTransaction.requiringNew()
                .run(() -> database.useHandle(handle -> {
                    for (String statement : script.split(";\n", -1)) {
                        if (statement.contains(":networks")) {
                            handle.createUpdate(statement)
                                    .bind("networks", networks)
                                    .execute();
                        } else if (!statement.isBlank()) {
                            handle.execute(statement);
                        }
                    }
                }));
    }

    private static String json(List<GeneratedNetwork> networks) {
        try {
            return JSON.writeValueAsString(networks);
        } catch (JsonProcessingException never) {
            throw new IllegalStateException(never);
        }
    }

    private static String resource(String name) {
        try (InputStream file = GeneratedRows.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}

package network.physio.http.sql;

import io.agroal.api.AgroalDataSource;
import jakarta.inject.Singleton;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Runs statements on the connection of the surrounding transaction, with next to nothing between them and the driver. For
 * what runs with every booking; everything else speaks through Jdbi, which can more and costs more.
 */
@Singleton
public class Sql {

    private final AgroalDataSource dataSource;
    private final ConcurrentMap<String, NamedParameters> read = new ConcurrentHashMap<>();

    Sql(AgroalDataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** A statement with parameters like {@code :name}. Its text is remembered: a constant, never one made of values. */
    public Statement statement(String text) {
        return new Statement(dataSource, read.computeIfAbsent(text, NamedParameters::of));
    }
}

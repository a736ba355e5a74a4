package network.physio.booking.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import network.physio.test.IdentityResource;
import network.physio.test.PostgresResource;
import network.physio.test.PostgresServer;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** The service's own role reads the epoch, on the real server, and cannot make one. */
@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, initArgs = @ResourceArg(name = "service", value = "booking"))
@QuarkusTestResource(IdentityResource.class)
class EpochTest {

    @Inject
    Epoch epoch;

    @Inject
    Jdbi database;

    @Test
    void itStaysWhileNothingIsRestored() {
        assertThat(epoch.current()).isEqualTo(epoch.current()).hasSize(32);
    }

    @Test
    void theSameRecordsInAnotherDatabaseOrLoadedOverTheOldOnesAreAnotherEpoch() throws SQLException {
        String id = database.withHandle(handle -> handle.createQuery("SELECT id FROM event_epoch")
                .mapTo(String.class)
                .one());
        try (Connection other = PostgresServer.superuser(PostgresServer.newDatabase());
                Statement restored = other.createStatement()) {
            restored.execute("SET search_path = booking, public");
            restored.execute("CREATE TABLE event (seq bigint)");
            restored.execute("CREATE TABLE event_epoch AS SELECT '" + id + "'::uuid AS id");
            String elsewhere = read(restored);
            restored.execute("DROP TABLE event");
            restored.execute("CREATE TABLE event (seq bigint)");
            assertThat(elsewhere).isNotEqualTo(epoch.current()).isNotEqualTo(read(restored));
        }
    }

    @Test
    void theServiceCannotBeginAnEpoch() {
        assertThatThrownBy(() -> database.useHandle(handle -> handle.execute("SELECT begin_event_epoch()")))
                .rootCause()
                .hasMessageContaining("permission denied");
        assertThatThrownBy(() ->
                        database.useHandle(handle -> handle.execute("UPDATE event_epoch SET id = gen_random_uuid()")))
                .rootCause()
                .hasMessageContaining("permission denied");
    }

    private static String read(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery(Epoch.SQL)) {
            row.next();
            return row.getString(1);
        }
    }
}

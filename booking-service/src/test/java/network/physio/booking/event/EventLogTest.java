package network.physio.booking.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agroal.api.AgroalDataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import network.physio.test.IdentityResource;
import network.physio.test.PostgresResource;
import network.physio.test.PostgresServer;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, initArgs = @ResourceArg(name = "service", value = "booking"))
@QuarkusTestResource(IdentityResource.class)
class EventLogTest {

    @Inject
    EventLog log;

    @Inject
    EventConsumers consumers;

    @Inject
    Events events;

    @Inject
    AgroalDataSource database;

    private final UUID appointment = UUID.randomUUID();
    private EventLog.Position start = EventLog.Position.BEGINNING;

    @BeforeEach
    void beginHere() {
        start = log.now();
    }

    @Test
    void aTransactionThatIsStillOpenHoldsNobodyBackAndIsReadWhenItEnds() throws SQLException {
        List<Integer> seen = new ArrayList<>();
        try (Connection early = begun();
                Connection late = begun()) {
            takeTransactionId(early);
            write(late, 1);
            late.commit();
            EventLog.Batch first = log.after(start, 100);
            seen.addAll(versions(first));
            assertThat(seen).containsExactly(1);

            write(early, 2);
            early.commit();
            seen.addAll(versions(log.after(first.after(), 100)));
        }
        assertThat(seen).containsExactly(1, 2);
    }

    @Test
    void whoWaitedForTheAppointmentComesAfterWhomItWaitedForThoughItBeganBefore() throws SQLException {
        List<Integer> seen = new ArrayList<>();
        try (Connection waits = begun();
                Connection between = begun();
                Connection first = begun()) {
            takeTransactionId(waits);
            takeTransactionId(between);
            write(first, 1);
            first.commit();
            write(waits, 2);
            waits.commit();
            EventLog.Batch batch = log.after(start, 100);
            seen.addAll(versions(batch));
            between.commit();
            seen.addAll(versions(log.after(batch.after(), 100)));
        }
        assertThat(seen).containsExactly(1, 2);
    }

    @Test
    void whatATransactionWritesAfterItHasReadIsReadNextTime() throws SQLException {
        EventLog.Position[] after = new EventLog.Position[1];
        QuarkusTransaction.requiringNew().run(() -> {
            events.write(new Event("tested", appointment, 1, null, null, Map.of()), "test");
            try (Connection other = begunOutside()) {
                takeTransactionId(other);
                other.commit();
            } catch (SQLException failed) {
                throw new IllegalStateException(failed);
            }
            after[0] = log.after(start, 100).after();
            events.write(new Event("tested", appointment, 2, null, null, Map.of()), "test");
        });
        assertThat(versions(log.after(after[0], 100))).containsExactly(1, 2);
    }

    /** PostgreSQL forgets with a crash what it has not flushed, and gives the ids of these transactions out again. */
    @Test
    void aPositionThatIsKeptElsewhereStandsOnWhatIsFlushed() throws SQLException {
        try (Connection ended = begun();
                Connection looking = begun()) {
            takeTransactionId(ended);
            ended.rollback();
            String written = text(looking, "SELECT pg_current_wal_insert_lsn()");
            log.lastingNow();
            assertThat(text(looking, "SELECT pg_current_wal_flush_lsn() >= '%s'".formatted(written)))
                    .isEqualTo("t");
        }
    }

    @Test
    void pagesOfOneEachKeepTheOrder() throws SQLException {
        try (Connection early = begun();
                Connection late = begun()) {
            takeTransactionId(early);
            write(late, 1);
            late.commit();
            write(early, 2);
            write(early, 3);
            early.commit();
        }
        assertThat(versionsAfter(start, 1)).containsExactly(1, 2, 3);
    }

    @Test
    void nothingIsLeftOutWhenAnEarlierSequenceNumberCommitsLater() throws SQLException {
        List<Integer> seen = new ArrayList<>();
        try (Connection early = begun();
                Connection late = begun()) {
            write(late, 7);
            write(early, 8);
            early.commit();
            EventLog.Batch first = log.after(start, 100);
            seen.addAll(versions(first));
            late.commit();
            seen.addAll(versions(log.after(first.after(), 100)));
        }
        assertThat(seen).containsExactlyInAnyOrder(7, 8);
    }

    @Test
    void aRolledBackEventIsNoEvent() throws SQLException {
        try (Connection one = begun()) {
            write(one, 1);
            one.rollback();
        }
        assertThat(versionsAfter(start, 100)).isEmpty();
    }

    @Test
    void aConsumerSeesEachEventOnceAndAgainWhenItsWorkFailed() throws SQLException {
        String name = "test-" + appointment;
        consumers.next(name, 100, events -> {});
        try (Connection one = begun()) {
            write(one, 1);
            write(one, 2);
            one.commit();
        }
        List<Integer> seen = new ArrayList<>();
        assertThatThrownBy(() -> consumers.next(name, 100, events -> {
                    throw new IllegalStateException("cannot work now");
                }))
                .hasMessageContaining("cannot work now");
        while (consumers.next(name, 1, events -> seen.addAll(mine(events)))) {
            assertThat(seen.size()).isLessThanOrEqualTo(2);
        }
        consumers.next(name, 100, events -> seen.addAll(mine(events)));
        assertThat(seen).containsExactly(1, 2);
    }

    private List<Integer> versionsAfter(EventLog.Position position, int pageSize) {
        List<Integer> versions = new ArrayList<>();
        EventLog.Batch batch = log.after(position, pageSize);
        versions.addAll(versions(batch));
        while (!batch.events().isEmpty()) {
            batch = log.after(batch.after(), pageSize);
            versions.addAll(versions(batch));
        }
        return versions;
    }

    private List<Integer> versions(EventLog.Batch batch) {
        return mine(batch.events());
    }

    private List<Integer> mine(List<EventLog.Recorded> events) {
        return events.stream()
                .filter(event -> appointment.equals(event.appointmentId()))
                .map(EventLog.Recorded::version)
                .toList();
    }

    /** Not the connection of the surrounding transaction. */
    private static Connection begunOutside() throws SQLException {
        Connection connection = PostgresServer.superuser(
                ConfigProvider.getConfig().getValue("quarkus.datasource.jdbc.url", String.class));
        connection.setAutoCommit(false);
        return connection;
    }

    private Connection begun() throws SQLException {
        Connection connection = database.getConnection();
        connection.setAutoCommit(false);
        return connection;
    }

    private static String text(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet found = statement.executeQuery()) {
            found.next();
            return found.getString(1);
        }
    }

    private static void takeTransactionId(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT pg_current_xact_id()")) {
            statement.execute();
        }
    }

    private void write(Connection connection, int version) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                INSERT INTO event (id, at, type, appointment_id, version, actor)
                VALUES (gen_random_uuid(), '2027-01-01T00:00:00Z', 'tested', ?, ?, 'test')
                """)) {
            statement.setObject(1, appointment);
            statement.setInt(2, version);
            statement.execute();
        }
    }
}

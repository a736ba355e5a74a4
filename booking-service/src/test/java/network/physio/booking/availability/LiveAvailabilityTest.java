package network.physio.booking.availability;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import network.physio.booking.TestNetwork;
import network.physio.test.IdentityResource;
import network.physio.test.PostgresResource;
import network.physio.test.PostgresServer;
import network.physio.test.SettableClock;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The picture goes on after whatever happens to it. */
@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, initArgs = @ResourceArg(name = "service", value = "booking"))
@QuarkusTestResource(IdentityResource.class)
class LiveAvailabilityTest {

    /** More than there are connections to lose. */
    private static final int MANY = 20;

    @Inject
    TestNetwork network;

    @Inject
    PictureCheck check;

    @Inject
    LiveAvailability live;

    @Inject
    StoredChanges changes;

    @Inject
    StoredListings listings;

    @Inject
    StoredTimetables timetables;

    @Inject
    StoredClaims claims;

    @Inject
    StoredSessions sessions;

    @Inject
    Jdbi database;

    @Inject
    SettableClock clock;

    @ConfigProperty(name = "quarkus.datasource.jdbc.url")
    String databaseUrl;

    @BeforeEach
    void emptyDiaries() {
        network.fresh();
    }

    /** Fails as only the virtual machine does, the first two times. */
    private final class Stumbling extends Picture {

        private int failures = 2;

        Stumbling() {
            super(changes, listings, timetables, claims, sessions);
        }

        @Override
        void catchUp(Instant now) {
            if (failures-- > 0) {
                throw new StackOverflowError("a test");
            }
            super.catchUp(now);
        }
    }

    @Test
    void anErrorIsSurvived() {
        SimpleMeterRegistry metrics = new SimpleMeterRegistry();
        LiveAvailability stumbling = new LiveAvailability(new Stumbling(), listings, metrics, clock);
        assertThat(inMemory(metrics)).isZero();
        stumbling.begin(new StartupEvent());
        try {
            assertThat(stumbling.awaitCurrent()).isTrue();
            assertThat(inMemory(metrics)).isEqualTo(1);
        } finally {
            stumbling.end(new ShutdownEvent());
        }
    }

    private static double inMemory(SimpleMeterRegistry metrics) {
        return metrics.get("physio.availability.picture").gauge().value();
    }

    /** As after a crash: an id from before is given out again, and what is written under it looks as if it had been seen. */
    @Test
    void afterALostConnectionEverythingIsReadAnew() throws SQLException {
        try (Connection superuser = PostgresServer.superuser(databaseUrl)) {
            superuser.createStatement().execute("SET search_path = booking, public");
            superuser.createStatement().execute("SET session_replication_role = replica");
            superuser.createStatement().execute("""
                    INSERT INTO roster_exception (practitioner_id, clinic_id, day)
                    VALUES ('%s', '%s', '2027-02-03')
                    """.formatted(network.practitioner("anna"), network.clinic("north")));
            superuser.createStatement().execute("""
                    SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
                     WHERE datname = current_database() AND usename = 'booking_app'
                    """);
        }
        live.awaitCurrent();
        loseTheOtherConnections();
        check.equalsTheTables();
    }

    private void loseTheOtherConnections() {
        for (int i = 0; i < MANY; i++) {
            try {
                database.useHandle(handle -> handle.execute("SELECT 1"));
            } catch (JdbiException lost) {
                // one less
            }
        }
    }
}

package network.physio.booking.appointment;

import static network.physio.booking.TestNetwork.guest;
import static network.physio.booking.TestNetwork.newKey;
import static network.physio.booking.TestNetwork.somebody;
import static org.hamcrest.Matchers.is;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import network.physio.booking.TestNetwork;
import network.physio.test.IdentityResource;
import network.physio.test.PostgresResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A booking that waits for a practitioner while the catalogue changes is decided by what is in force when it goes on. */
@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, initArgs = @ResourceArg(name = "service", value = "booking"))
@QuarkusTestResource(IdentityResource.class)
class CatalogueChangesWhileWaitingTest {

    private static final String TEN = "2027-02-01T10:00:00+11:00";
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(20);

    @Inject
    TestNetwork network;

    @Inject
    AgroalDataSource database;

    /** Loads the network anew, which undoes what the test before has changed. */
    @BeforeEach
    void emptyDiaries() {
        network.fresh();
    }

    @Test
    void whatIsNoLongerOfferedIsNotHeld() throws Exception {
        whileTheseChange("UPDATE offering SET lengths = '{45}' WHERE treatment_id = ?", this::hold)
                .then()
                .statusCode(422)
                .body("type", is("/problems/not-bookable"))
                .body("reasons[0].code", is("length-not-offered"));
    }

    @Test
    void whatCostsMoreIsHeldAtThePriceInForce() throws Exception {
        whileTheseChange("UPDATE treatment_price SET amount = 5500 WHERE treatment_id = ?", this::hold)
                .then()
                .statusCode(201)
                .body("price.amount", is(5500));
    }

    @Test
    void whatNeedsScreeningFromNowOnIsNotBookedWithout() throws Exception {
        whileTheseChange("UPDATE treatment SET needs_screening = true WHERE id = ?", this::book)
                .then()
                .statusCode(422)
                .body("type", is("/problems/screening-needed"));
    }

    private Response hold() {
        return guest(newKey())
                .body(network.visit("chat", 30, "north", "anna", TEN, ""))
                .post("/booking/v1/holds");
    }

    private Response book() {
        return guest(newKey())
                .body(network.visit("chat", 30, "north", "anna", TEN, somebody()))
                .post("/booking/v1/appointments");
    }

    /** As a network file does: holds Anna's lock, changes the treatment and commits, with the request waiting for her. */
    private Response whileTheseChange(String change, Callable<Response> request) throws Exception {
        try (ExecutorService threads = Executors.newSingleThreadExecutor();
                Connection file = database.getConnection()) {
            file.setAutoCommit(false);
            execute(file, "SELECT id FROM resource WHERE id = ? FOR NO KEY UPDATE", network.practitioner("anna"));
            execute(file, change, chat());
            Future<Response> answer = threads.submit(request);
            untilSomebodyWaits();
            file.commit();
            return answer.get();
        }
    }

    private UUID chat() {
        return network.treatment("chat");
    }

    private static void execute(Connection connection, String sql, UUID id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, id);
            statement.execute();
        }
    }

    private void untilSomebodyWaits() throws SQLException {
        Instant end = Instant.now().plus(LONG_ENOUGH);
        try (Connection looking = database.getConnection()) {
            while (Instant.now().isBefore(end)) {
                try (ResultSet found = looking.createStatement().executeQuery("""
                        SELECT FROM pg_stat_activity
                         WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%diary%'
                        """)) {
                    if (found.next()) {
                        return;
                    }
                }
            }
        }
        throw new AssertionError("the request does not come to its locks");
    }
}

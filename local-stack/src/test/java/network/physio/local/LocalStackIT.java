package network.physio.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(StackExtension.class)
class LocalStackIT {

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void theWholeProductIsHealthyThroughTheGateway(LocalStack stack) throws IOException, InterruptedException {
        assertThat(status(stack.gateway().resolve("/health"))).isEqualTo(200);
    }

    @Test
    void aDemoUserGetsAToken(LocalStack stack) {
        assertThat(stack.token("receptionist").split("\\.", -1)).hasSize(3);
    }

    @Test
    void theDatabaseIsDurableAndAsksForPasswords(LocalStack stack) throws SQLException {
        try (var connection = DriverManager.getConnection(stack.databaseUrl("booking"));
                var statement = connection.createStatement();
                var rows = statement.executeQuery(
                        "SELECT current_setting('fsync'), current_setting('synchronous_commit'), current_schema()")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString(1)).isEqualTo("on");
            assertThat(rows.getString(2)).isEqualTo("on");
            assertThat(rows.getString(3)).isEqualTo("booking");
        }
    }

    private int status(URI address) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(address).build(), BodyHandlers.discarding())
                .statusCode();
    }
}

package network.physio.booking.accesslog;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import network.physio.test.IdentityResource;
import network.physio.test.PostgresResource;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, initArgs = @ResourceArg(name = "service", value = "booking"))
@QuarkusTestResource(IdentityResource.class)
class AccessLogTest {

    @Inject
    Jdbi database;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE access_log SET actor = 'nobody'",
                "DELETE FROM access_log",
                "TRUNCATE access_log",
                "DROP TABLE access_log"
            })
    void theRunningServiceCannotChangeWhatIsLogged(String statement) {
        assertThatThrownBy(() -> database.useHandle(handle -> handle.execute(statement)))
                .hasMessageMatching("(?s).*(permission denied|must be owner).*");
    }
}

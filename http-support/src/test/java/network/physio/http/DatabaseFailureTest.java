package network.physio.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import java.io.IOException;
import java.net.ServerSocket;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatabaseFailureTest {

    @ParameterizedTest
    @CsvSource({
        "40P01, CLASH",
        "40001, CLASH",
        "55P03, CROWD",
        "53300, CROWD",
        "57014, CROWD",
        "25P04, CROWD",
        "08006, UNREACHABLE",
        "08001, UNREACHABLE",
        "57P01, UNREACHABLE",
        "57P02, UNREACHABLE",
        "57P03, UNREACHABLE",
        "23505, NONE",
        "42P01, NONE"
    })
    void theSqlStateTells(String state, DatabaseFailure what) {
        assertThat(DatabaseFailure.behind(new IllegalStateException(new SQLException("said", state))))
                .isEqualTo(what);
    }

    @Test
    void whatIsSuppressedTellsToo() {
        Exception rolledBack = new Exception("the commit failed");
        rolledBack.addSuppressed(new Exception(new SQLException("said", "08006")));
        assertThat(DatabaseFailure.behind(new IllegalStateException(rolledBack)))
                .isEqualTo(DatabaseFailure.UNREACHABLE);
    }

    @Test
    void aFailureThatIsItsOwnSuppressedOneEndsTheSearch() {
        Exception one = new Exception("one");
        Exception other = new Exception(one);
        one.addSuppressed(other);
        assertThat(DatabaseFailure.behind(one)).isEqualTo(DatabaseFailure.NONE);
    }

    @Test
    void nobodyListensWherePostgresqlShouldBe() throws IOException, SQLException {
        int nobodys;
        try (ServerSocket closed = new ServerSocket(0)) {
            nobodys = closed.getLocalPort();
        }
        try (AgroalDataSource pool = pool("jdbc:postgresql://localhost:%d/none".formatted(nobodys))) {
            assertThat(DatabaseFailure.behind(catchThrowable(pool::getConnection)))
                    .isEqualTo(DatabaseFailure.UNREACHABLE);
        }
    }

    @Test
    void somebodyListensWhoNeverAnswers() throws IOException, SQLException {
        try (ServerSocket silent = new ServerSocket(0);
                AgroalDataSource pool = pool("jdbc:postgresql://localhost:%d/none".formatted(silent.getLocalPort()))) {
            assertThat(DatabaseFailure.behind(catchThrowable(pool::getConnection))
                            .isPassing())
                    .isTrue();
        }
    }

    private static AgroalDataSource pool(String url) throws SQLException {
        return AgroalDataSource.from(new AgroalDataSourceConfigurationSupplier()
                .connectionPoolConfiguration(pool -> pool.maxSize(1)
                        .acquisitionTimeout(Duration.ofMillis(300))
                        .connectionFactoryConfiguration(connection -> connection.jdbcUrl(url))));
    }
}

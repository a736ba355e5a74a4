package network.physio.content.seed;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import network.physio.test.IdentityResource;
import network.physio.test.PostgresResource;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, initArgs = @ResourceArg(name = "service", value = "content"))
@QuarkusTestResource(IdentityResource.class)
class ShippedArticlesTest {

    @Inject
    ShippedArticles shipped;

    @Inject
    Jdbi database;

    @Test
    void theyAreVersionOneOfTheNetworkAndNoClinicianHasSignedThem() {
        assertThat(count("""
                        SELECT count(*) FROM version WHERE origin = 'seed' AND number = 1 AND status = 'published'
                           AND authors = '{network}' AND published_by = 'network'
                        """)).isEqualTo(ArticleFile.all().size());
        assertThat(count("""
                        SELECT count(*) FROM statement JOIN version ON version.id = statement.version_id
                         WHERE origin = 'seed' AND reviewer IS NOT NULL
                        """)).isZero();
    }

    @Test
    void aSchemaThatHoldsArticlesIsLeftAlone() {
        int before = count("SELECT count(*) FROM version");
        assertThat(QuarkusTransaction.requiringNew().call(shipped::loadIntoEmptySchema))
                .isZero();
        assertThat(count("SELECT count(*) FROM version")).isEqualTo(before);
    }

    private int count(String query) {
        return database.withHandle(
                handle -> handle.createQuery(query).mapTo(Integer.class).one());
    }
}

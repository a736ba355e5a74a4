package network.physio.triage.assessment;

import static network.physio.triage.assessment.Requests.assess;
import static network.physio.triage.assessment.Requests.patient;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import network.physio.http.Hashes;
import network.physio.test.SettableClock;
import network.physio.triage.TriageTest;
import network.physio.triage.rule.Answering;
import network.physio.triage.ruleset.Ruleset;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What stays in the database, and what the running service may do with it. */
@TriageTest
class StoredDecisionTest {

    @Inject
    Jdbi database;

    @Inject
    SettableClock clock;

    @BeforeEach
    void setClock() {
        clock.setTo(Answering.NOW);
    }

    @AfterEach
    void resetClock() {
        clock.reset();
    }

    @Test
    void aDecisionIsKeptSealedWithItsHashAndItsRules() {
        UUID id = made("saddle-numbness=yes");
        Map<String, Object> row = row("SELECT * FROM assessment WHERE id = :id", id);
        byte[] sealed = Objects.requireNonNull((byte[]) row.get("sealed"));
        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("saddle");
        assertThat(row.get("sealed_sha256")).isEqualTo(Hashes.sha256(sealed));
        assertThat(row.get("ruleset_hash")).isEqualTo(Ruleset.CURRENT.hash());
        assertThat(row.get("disposition")).isEqualTo("EMERGENCY_DEPARTMENT");
        assertThat((String) row.get("owner")).startsWith("user:");
        assertThat(Objects.toString(row.get("retain_until"))).startsWith("2033-");
    }

    @Test
    void eventsCarryIdsAndKindsOnly() {
        UUID id = made("chest-pain=yes");
        List<Map<String, Object>> events = database.withHandle(
                handle -> handle.createQuery("SELECT * FROM event WHERE assessment_id = :id ORDER BY position")
                        .bind("id", id)
                        .mapToMap()
                        .list());
        assertThat(events)
                .extracting(event -> event.get("kind"))
                .containsExactly("assessment-decided", "emergency-found");
        assertThat(events.getFirst().keySet())
                .containsExactlyInAnyOrder("id", "position", "transaction", "kind", "assessment_id", "occurred_at");
    }

    @ParameterizedTest
    @ValueSource(strings = {"assessment", "pass", "stop", "event", "access_log", "ruleset", "signing_key"})
    void theRunningServiceCannotChangeOrDeleteWhatIsAppendOnly(String table) {
        assertThatThrownBy(() -> database.useHandle(handle -> handle.execute("DELETE FROM " + table)))
                .hasMessageContaining("permission denied");
        String column = database.withHandle(handle ->
                handle.createQuery("""
                        SELECT column_name FROM information_schema.columns
                        WHERE table_name = :table AND table_schema = 'triage' LIMIT 1
                        """).bind("table", table).mapTo(String.class).one());
        assertThatThrownBy(() -> database.useHandle(
                        handle -> handle.execute("UPDATE " + table + " SET " + column + " = " + column)))
                .hasMessageContaining("permission denied");
    }

    @Test
    void theSigningKeyIsKeptEncrypted() {
        Map<String, Object> key = database.withHandle(handle -> handle.createQuery("SELECT * FROM signing_key LIMIT 1")
                .mapToMap()
                .one());
        assertThat(Objects.toString(key.get("public_jwk"))).doesNotContain("\"d\"");
        assertThat(new String(Objects.requireNonNull((byte[]) key.get("sealed_private")), StandardCharsets.ISO_8859_1))
                .doesNotContain("kty");
    }

    private static UUID made(String answers) {
        return UUID.fromString(assess(patient(UUID.randomUUID().toString()), answers)
                .jsonPath()
                .getString("id"));
    }

    private Map<String, Object> row(String sql, UUID id) {
        return database.withHandle(
                handle -> handle.createQuery(sql).bind("id", id).mapToMap().one());
    }
}

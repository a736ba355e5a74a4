package network.physio.booking.patient;

import static network.physio.booking.patient.Callers.PATIENTS;
import static network.physio.booking.patient.Callers.anonymous;
import static network.physio.booking.patient.Callers.guest;
import static network.physio.booking.patient.Callers.made;
import static network.physio.booking.patient.Callers.newKey;
import static network.physio.booking.patient.Callers.partner;
import static network.physio.booking.patient.Callers.receptionist;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import network.physio.booking.event.Event;
import network.physio.booking.event.Events;
import network.physio.http.Hashes;
import network.physio.test.IdentityResource;
import network.physio.test.PostgresResource;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Plants a person that nobody else is called and looks for it wherever personal data must not be. */
@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, initArgs = @ResourceArg(name = "service", value = "booking"))
@QuarkusTestResource(IdentityResource.class)
class PersonalDataStaysTest {

    private static final List<String> MARKERS = List.of("Zyxwina", "Qwertzmann", "zyxwina.q", "61491579999");

    private final Recorder log = new Recorder();

    @Inject
    Network network;

    @Inject
    Jdbi database;

    @Inject
    Events events;

    @BeforeEach
    void listen() {
        Logger.getLogger("").addHandler(log);
    }

    @AfterEach
    void stopListening() {
        Logger.getLogger("").removeHandler(log);
    }

    @Test
    void neitherLogsNorEventsNorTheAccessLogNorProblemsHoldIt() {
        Network.Clinic clinic = network.newClinic();
        String key = newKey();
        String id = made(guest(key).header("Idempotency-Key", "planted"), marked(""));
        List<Response> refusals = List.of(
                // the same key for another body
                guest(key)
                        .header("Idempotency-Key", "planted")
                        .body(marked("\"preferredName\":\"Zyxwina\","))
                        .post(PATIENTS),
                guest(key).body(marked("\"Qwertzmann\":1,")).post(PATIENTS),
                guest(key).body(marked("\"preferredName\":[\"Zyxwina\"],")).post(PATIENTS),
                guest(key).body(marked("").replace("1988-04-12", "Zyxwina")).post(PATIENTS),
                guest(key)
                        .body(marked("").replace("+61491579999", "61491579999 Zyxwina"))
                        .post(PATIENTS),
                guest(key)
                        .body(marked("").replace("zyxwina.q@example.org", "zyxwina.q"))
                        .post(PATIENTS),
                guest(key)
                        .body(marked("").replace("Australia/Melbourne", "Zyxwina"))
                        .post(PATIENTS),
                guest(key).body(marked("").replace("Zyxwina", "Zyxwina\\u0000")).post(PATIENTS),
                guest(key).body(marked("") + "Zyxwina").post(PATIENTS),
                anonymous().body(marked("")).post(PATIENTS),
                receptionist(clinic.code()).body(marked("")).post(PATIENTS),
                partner("acme")
                        .body(marked("\"clinicId\":\"" + clinic.id() + "\","))
                        .post(PATIENTS),
                guest(key)
                        .header("If-Match", "\"9\"")
                        .body("{\"preferredName\":\"Zyxwina\"}")
                        .patch(PATIENTS + "/" + id),
                guest(key)
                        .header("If-Match", "\"1\"")
                        .body("{\"email\":\"zyxwina.q\"}")
                        .patch(PATIENTS + "/" + id),
                receptionist(clinic.code()).get(PATIENTS + "?email=zyxwina.q"),
                receptionist(clinic.code()).get(PATIENTS + "?Zyxwina=1&familyName=Qwertzmann"),
                receptionist(clinic.code()).get(PATIENTS + "/Zyxwina"));
        for (Response refusal : refusals) {
            assertThat(refusal.statusCode()).isBetween(400, 499);
        }
        assertThat(refusals.stream().map(PersonalDataStaysTest::withoutNamesOfFields))
                .allSatisfy(PersonalDataStaysTest::isClean);
        events.write(new Event("patient-made", null, null, clinic.id(), null, Map.of("patientId", id)), "guest:x");

        assertThat(log.lines).isNotEmpty().allSatisfy(PersonalDataStaysTest::isClean);
        assertThat(rowsOf("event")).isNotEmpty().allSatisfy(PersonalDataStaysTest::isClean);
        assertThat(rowsOf("access_log")).isNotEmpty().allSatisfy(PersonalDataStaysTest::isClean);
    }

    /** What fails on our side is logged whole, so the failure itself must not repeat what was bound or stored. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE patient SET zone = NULL, given_name = :marker WHERE id = :id",
                "UPDATE patient SET date_of_birth = :marker WHERE id = :id",
                "INSERT INTO patient SELECT * FROM patient WHERE id = :id AND given_name = :marker",
            })
    void aFailureOfTheDatabaseNamesNoValues(String statement) {
        UUID id = UUID.fromString(made(guest(newKey()), marked("")));
        StringWriter failure = new StringWriter();
        assertThatThrownBy(() -> database.useHandle(handle -> handle.createUpdate(statement)
                        .bind("id", id)
                        .bind("marker", "Zyxwina")
                        .execute()))
                .isInstanceOf(UnableToExecuteStatementException.class)
                .satisfies(thrown -> thrown.printStackTrace(new PrintWriter(failure)));
        isClean(failure.toString());
    }

    /**
     * The answers kept for idempotency keys are the one place beside the patient's row that may hold it: the caller's own
     * answer, under the caller's key, for 24 hours.
     */
    @Test
    void aKeptAnswerHoldsItOnlyForTheCallerWhoSentIt() {
        String key = newKey();
        made(guest(key).header("Idempotency-Key", "mine"), marked(""));
        made(guest(newKey()), marked(""));
        List<String> scopes = database.withHandle(
                handle -> handle.createQuery("""
                        SELECT DISTINCT scope FROM answer
                         WHERE convert_from(body, 'UTF8') LIKE '%Qwertzmann%' AND key = 'mine'
                        """).mapTo(String.class).list());
        assertThat(scopes).containsExactly("guest:" + Hashes.sha256Hex(key));
        List<String> beside = database.withHandle(
                handle -> handle.createQuery("SELECT scope || key || fingerprint || coalesce(location, '') FROM answer")
                        .mapTo(String.class)
                        .list());
        assertThat(beside).allSatisfy(PersonalDataStaysTest::isClean);
    }

    private static String marked(String more) {
        return """
                {%s"givenName":"Zyxwina","familyName":"Qwertzmann","dateOfBirth":"1988-04-12","language":"en",
                 "email":"zyxwina.q@example.org","phone":"+61491579999","interpreter":false,
                 "zone":"Australia/Melbourne"}""".formatted(more);
    }

    private List<String> rowsOf(String table) {
        return database.withHandle(handle -> handle.createQuery("SELECT t::text FROM " + table + " t")
                .mapTo(String.class)
                .list());
    }

    /** A fault names the field or parameter that is not known, which is the caller's word and not a value. */
    private static String withoutNamesOfFields(Response refusal) {
        return refusal.asString().replaceAll("\"(pointer|parameter)\":\"[^\"]*\"", "");
    }

    private static void isClean(String text) {
        assertThat(text).doesNotContainIgnoringCase(MARKERS.toArray(String[]::new));
    }

    /** Every line as it would be written, stack traces included. */
    private static final class Recorder extends Handler {

        private final Queue<String> lines = new ConcurrentLinkedQueue<>();
        private final PatternFormatter form = new PatternFormatter("%X %s%e");

        @Override
        public void publish(LogRecord line) {
            // The embedded server's own log arrives when it likes: also that of the failures which the next test
            // provokes.
            if (!line.getLoggerName().startsWith("io.zonky.")) {
                lines.add(form.format(line));
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}

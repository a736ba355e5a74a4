package network.physio.booking.patient;

import static network.physio.booking.patient.Callers.PATIENTS;
import static network.physio.booking.patient.Callers.guest;
import static network.physio.booking.patient.Callers.made;
import static network.physio.booking.patient.Callers.mia;
import static network.physio.booking.patient.Callers.newKey;
import static network.physio.booking.patient.Callers.partner;
import static network.physio.booking.patient.Callers.patient;
import static network.physio.booking.patient.Callers.personAt;
import static network.physio.booking.patient.Callers.practitioner;
import static network.physio.booking.patient.Callers.receptionist;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.UUID;
import network.physio.test.IdentityResource;
import network.physio.test.PostgresResource;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, initArgs = @ResourceArg(name = "service", value = "booking"))
@QuarkusTestResource(IdentityResource.class)
class AccessLogOfPatientsTest {

    @Inject
    Network network;

    @Inject
    Jdbi database;

    @Test
    void aGuestsOwnReadsAreNotLoggedAndTheirWritesAre() {
        String key = newKey();
        String id = made(guest(key), mia());
        guest(key).get(PATIENTS + "/" + id).then().statusCode(200);
        guest(key)
                .header("If-Match", "\"1\"")
                .body("{\"phone\":\"+61491570156\"}")
                .patch(PATIENTS + "/" + id)
                .then()
                .statusCode(200);
        assertThat(network.logOf(UUID.fromString(id))).containsExactly("create own-record", "change own-record");
    }

    @Test
    void everyLookOfAFrontDeskIsLoggedListsIncluded() {
        Network.Clinic clinic = network.newClinic();
        String first = made(receptionist(clinic.code()), personAt(clinic.id(), "\"phone\":\"+61491570156\""));
        String second = made(receptionist(clinic.code()), personAt(clinic.id(), "\"phone\":\"+61491570156\""));
        receptionist(clinic.code()).get(PATIENTS + "/" + first).then().statusCode(200);
        receptionist(clinic.code()).get(PATIENTS).then().statusCode(200);
        assertThat(network.logOf(UUID.fromString(first)))
                .containsExactly("create front-desk", "read front-desk", "list front-desk");
        assertThat(network.logOf(UUID.fromString(second))).containsExactly("create front-desk", "list front-desk");
    }

    @Test
    void aRowThatOnlySaysThatThereIsMoreIsNotLogged() {
        Network.Clinic clinic = network.newClinic();
        made(receptionist(clinic.code()), personAt(clinic.id(), "\"phone\":\"+61491570156\""));
        String last = made(receptionist(clinic.code()), personAt(clinic.id(), "\"phone\":\"+61491570156\""));
        String shown = receptionist(clinic.code()).get(PATIENTS + "?limit=1").path("items[0].id");
        assertThat(network.logOf(UUID.fromString(shown))).contains("list front-desk");
        assertThat(shown.equals(last) ? "" : "list front-desk").isNotIn(network.logOf(UUID.fromString(last)));
    }

    @Test
    void practitionersAndPartnersAreLoggedToo() {
        String id = made(partner("acme"), mia());
        UUID patient = UUID.fromString(id);
        partner("acme").get(PATIENTS + "/" + id).then().statusCode(200);
        practitioner(network.practitionerWithAppointment(network.newClinic(), patient, "confirmed"))
                .get(PATIENTS + "/" + id)
                .then()
                .statusCode(200);
        assertThat(network.logOf(patient))
                .containsExactly("create partner-booking", "read partner-booking", "read treatment");
    }

    @Test
    void aLineSaysWhoAndInWhichRequest() {
        String subject = newKey();
        String request = newKey();
        String id = made(patient(subject).header("X-Request-Id", request), mia("self"));
        Map<String, Object> line = database.withHandle(
                handle -> handle.createQuery("SELECT actor, request_id FROM access_log WHERE patient_id = :id")
                        .bind("id", UUID.fromString(id))
                        .mapToMap()
                        .one());
        assertThat(line).containsEntry("actor", "user:" + subject).containsEntry("request_id", request);
    }

    @Test
    void whatIsRefusedIsNotLogged() {
        String key = newKey();
        String id = made(guest(key), mia());
        guest(newKey()).get(PATIENTS + "/" + id).then().statusCode(404);
        guest(key)
                .header("If-Match", "\"7\"")
                .body("{\"phone\":\"+61491570156\"}")
                .patch(PATIENTS + "/" + id)
                .then()
                .statusCode(412);
        assertThat(network.logOf(UUID.fromString(id))).containsExactly("create own-record");
    }
}

package network.physio.booking.patient;

import static network.physio.booking.TestNetwork.MONDAY_EIGHT;
import static network.physio.booking.TestNetwork.as;
import static network.physio.booking.TestNetwork.booked;
import static network.physio.booking.TestNetwork.somebody;
import static network.physio.booking.TestNetwork.somebodyAs;
import static network.physio.booking.patient.Callers.PATIENTS;
import static network.physio.booking.patient.Callers.anonymous;
import static network.physio.booking.patient.Callers.guest;
import static network.physio.booking.patient.Callers.made;
import static network.physio.booking.patient.Callers.mia;
import static network.physio.booking.patient.Callers.newKey;
import static network.physio.booking.patient.Callers.patient;
import static network.physio.booking.patient.Callers.signedIn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import network.physio.booking.TestNetwork;
import network.physio.booking.screening.Passes;
import network.physio.test.IdentityResource;
import network.physio.test.PostgresResource;
import network.physio.test.Tokens;
import org.junit.jupiter.api.Test;

/** Whose a patient is who was entered on the way. */
@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, initArgs = @ResourceArg(name = "service", value = "booking"))
@QuarkusTestResource(IdentityResource.class)
class WhosePatientTest {

    private static final String APPOINTMENTS = "/booking/v1/appointments";
    private static final String TEN = "2027-02-01T10:00:00+11:00";

    @Inject
    Network network;

    @Inject
    TestNetwork treatments;

    @Inject
    Passes passes;

    private static RequestSpecification client(String partner, String subject) {
        return signedIn(Tokens.role("partner").partner(partner).subject(subject))
                .header("Idempotency-Key", UUID.randomUUID());
    }

    @Test
    void whatAPartnerMakesIsThePartnersAndNotOneClients() {
        String id = made(client("acme", "acme-web"), mia());
        client("acme", "acme-app").get(PATIENTS + "/" + id).then().statusCode(200);
        client("other", "other-web").get(PATIENTS + "/" + id).then().statusCode(404);
        signedIn(Tokens.role("partner").subject("acme-web"))
                .get(PATIENTS + "/" + id)
                .then()
                .statusCode(404);
    }

    @Test
    void aSignedInPatientSaysWhoItIs() {
        patient(newKey())
                .body(mia())
                .post(PATIENTS)
                .then()
                .statusCode(422)
                .body("type", is("/problems/invalid-request"))
                .body("errors[0].pointer", is("#/relation"));
    }

    @Test
    void nobodyElseHasARelationToState() {
        for (RequestSpecification caller : List.of(guest(newKey()), client("acme", "acme-web"))) {
            caller.body(mia("parent"))
                    .post(PATIENTS)
                    .then()
                    .statusCode(422)
                    .body("errors[0].pointer", is("#/relation"));
        }
        Network.Clinic clinic = network.newClinic();
        Callers.receptionist(clinic.code())
                .body(Callers.personAt(clinic.id(), "\"relation\":\"parent\",\"email\":\"mia@example.org\""))
                .post(PATIENTS)
                .then()
                .statusCode(422)
                .body("errors[0].pointer", is("#/relation"));
    }

    @Test
    void anAccountIsItselfOnePatientAndActsForMany() {
        String subject = newKey();
        String self = made(patient(subject), mia("self"));
        patient(subject)
                .body(mia("self"))
                .post(PATIENTS)
                .then()
                .statusCode(409)
                .body("type", is("/problems/account-already-linked"))
                .body("patientId", is(self));
        String child = made(patient(subject), mia("parent"));
        String other = made(patient(subject), mia("parent"));
        assertThat(List.of(self, child, other)).doesNotHaveDuplicates();
    }

    @Test
    void ofTwoAtOnceOneBecomesTheAccountsSelf() {
        String subject = newKey();
        List<Integer> answers = IntStream.range(0, 6)
                .parallel()
                .mapToObj(i -> patient(subject).body(mia("self")).post(PATIENTS).statusCode())
                .sorted()
                .toList();
        assertThat(answers).containsExactly(201, 409, 409, 409, 409, 409);
    }

    @Test
    void withABookingItIsTheSame() {
        treatments.fresh();
        passes.pulledAt(MONDAY_EIGHT);
        String subject = newKey();
        Tokens token = Tokens.role("patient").subject(subject);
        as(token)
                .body(treatments.visit("chat", 30, "north", "anna", TEN, somebody()))
                .post(APPOINTMENTS)
                .then()
                .statusCode(422)
                .body("errors[0].pointer", is("#/patient/relation"));
        String visit = booked(as(token)
                .body(treatments.visit("chat", 30, "north", "anna", TEN, somebodyAs("parent")))
                .post(APPOINTMENTS));
        String child = as(token).get(APPOINTMENTS + "/" + visit).path("patientId");
        as(token)
                .get(PATIENTS + "/" + child + "/access")
                .then()
                .statusCode(200)
                .body("items[0].relation", is("parent"))
                .body("items[0].verifiedBy", is("self-registered"));
    }

    @Test
    void whoseAccessHasEndedLearnsNoMoreOfWhatTheyBooked() {
        treatments.fresh();
        passes.pulledAt(MONDAY_EIGHT);
        Tokens father = Tokens.role("patient").subject(newKey());
        String mothersAccount = newKey();
        Tokens mother = Tokens.role("patient").subject(mothersAccount);
        String visit = booked(as(father)
                .body(treatments.visit("chat", 30, "north", "anna", TEN, somebodyAs("parent")))
                .post(APPOINTMENTS));
        String address = APPOINTMENTS + "/" + visit;
        String link = as(father)
                .post(address + "/manage-links")
                .then()
                .statusCode(201)
                .extract()
                .path("token");
        String accounts = PATIENTS + "/" + as(father).get(address).path("patientId") + "/access";
        TestNetwork.receptionist("north")
                .body("{\"subject\":\"%s\",\"relation\":\"parent\",\"scope\":\"full\"}".formatted(mothersAccount))
                .post(accounts)
                .then()
                .statusCode(201);
        String cursor = as(father).get("/booking/v1/changes?after=now").path("next");
        String ended = TestNetwork.receptionist("north")
                .get(accounts)
                .path("items.find { it.verifiedBy == 'self-registered' }.id");
        TestNetwork.receptionist("north").delete(accounts + "/" + ended).then().statusCode(204);

        as(father).get(address).then().statusCode(404);
        as(father).get(APPOINTMENTS).then().statusCode(200).body("items", empty());
        as(father).get(address + "/calendar.ics").then().statusCode(404);
        move(as(father), address).then().statusCode(404);
        anonymous().header("Manage-Token", link).get(address).then().statusCode(404);
        move(as(mother), address).then().statusCode(200);
        as(father)
                .get("/booking/v1/changes?after=" + cursor)
                .then()
                .statusCode(200)
                .body("items", empty());
    }

    private static Response move(RequestSpecification caller, String address) {
        return caller.header("If-Match", "\"1\"")
                .body("{\"startsAt\":\"2027-02-01T11:00:00+11:00\"}")
                .post(address + "/reschedule");
    }

    @Test
    void anAccountThatMayOnlyReadChangesNothingThatItBookedBefore() {
        treatments.fresh();
        passes.pulledAt(MONDAY_EIGHT);
        String account = newKey();
        Tokens carer = Tokens.role("patient").subject(account);
        String visit = booked(as(carer)
                .body(treatments.visit("chat", 30, "north", "anna", TEN, somebodyAs("carer")))
                .post(APPOINTMENTS));
        String address = APPOINTMENTS + "/" + visit;
        UUID patient = UUID.fromString(as(carer).get(address).path("patientId"));
        String access = PATIENTS + "/" + patient + "/access";
        as(carer)
                .delete(access + "/" + as(carer).get(access).path("items[0].id"))
                .then()
                .statusCode(204);
        network.link(patient, account, "carer", "read");
        as(carer).get(address).then().statusCode(200);
        move(as(carer), address).then().statusCode(404);
    }

    @Test
    void whomAPractitionerBooksIsTheClinicsAndNotTheirOwn() {
        treatments.fresh();
        passes.pulledAt(MONDAY_EIGHT);
        Tokens anna = Tokens.role("practitioner").practitioner("anna").subject("anna-account");
        String visit = booked(as(anna).body(treatments.visit("chat", 30, "north", "anna", TEN, somebody()))
                .post(APPOINTMENTS));
        UUID id = UUID.fromString(as(anna).get(APPOINTMENTS + "/" + visit).path("patientId"));
        assertThat(network.column(id, "owner")).isNull();
        as(anna).get(PATIENTS + "/" + id).then().statusCode(200).body("provisional", is(true));
        TestNetwork.receptionist("north").get(PATIENTS + "/" + id).then().statusCode(200);
        as(Tokens.role("practitioner").subject("anna-account"))
                .get(PATIENTS + "/" + id)
                .then()
                .statusCode(404);
        assertThat(network.logOf(id)).startsWith("create treatment");
    }
}

package network.physio.booking.patient.address;

import static network.physio.booking.patient.Callers.PATIENTS;
import static network.physio.booking.patient.Callers.guest;
import static network.physio.booking.patient.Callers.made;
import static network.physio.booking.patient.Callers.mia;
import static network.physio.booking.patient.Callers.newKey;
import static network.physio.booking.patient.Callers.partner;
import static network.physio.booking.patient.Callers.patient;
import static network.physio.booking.patient.Callers.practitioner;
import static network.physio.booking.patient.Callers.receptionist;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import network.physio.booking.patient.Network;
import network.physio.test.IdentityResource;
import network.physio.test.PostgresResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, initArgs = @ResourceArg(name = "service", value = "booking"))
@QuarkusTestResource(IdentityResource.class)
class AddressResourceTest {

    private static final String HOME = """
            {"street":"12 Example Street","suburb":"Fitzroy","state":"VIC","postcode":"3065","country":"AU",
             "parking":"Behind the house","accessCode":"#4711"}""";

    private static final String PLACED = HOME.replace(
            "\"parking\"",
            "\"location\":{\"latitude\":-37.7984,\"longitude\":144.9784,\"quality\":\"rooftop\"},"
                    + "\"arrivalBufferMinutes\":10,\"risk\":true,\"parking\"");

    @Inject
    Network network;

    private final String key = newKey();
    private Network.Clinic clinic;
    private UUID id;

    @BeforeEach
    void aGuestOfAClinic() {
        clinic = network.newClinic();
        id = UUID.fromString(made(guest(key), mia()));
        network.treat(id, clinic);
    }

    private String addresses() {
        return PATIENTS + "/" + id + "/addresses";
    }

    private RequestSpecification desk() {
        return receptionist(clinic.code());
    }

    @Test
    void anAddressIsAddedReadChangedAndRemoved() {
        String location = guest(key)
                .body(HOME)
                .post(addresses())
                .then()
                .statusCode(201)
                .header("ETag", "\"1\"")
                .body("arrivalBufferMinutes", is(0))
                .body("location", nullValue())
                .extract()
                .header("Location");
        guest(key)
                .header("If-Match", "\"1\"")
                .body("{\"street\":\"14 Example Street\",\"parking\":null}")
                .patch(location)
                .then()
                .statusCode(200)
                .header("ETag", "\"2\"")
                .body("street", is("14 Example Street"))
                .body("suburb", is("Fitzroy"))
                .body("parking", nullValue())
                .body("accessCodeKept", is(true));
        guest(key).header("If-None-Match", "\"2\"").get(location).then().statusCode(304);
        guest(key).delete(location).then().statusCode(204);
        guest(key).delete(location).then().statusCode(404);
        guest(key).get(addresses()).then().statusCode(200).body("items", empty());
        assertThat(network.logOf(id)).contains("change-addresses own-record");
    }

    @Test
    void anAccessCodeIsKeptAndShownToNobody() {
        Response made = desk().body(PLACED).post(addresses());
        String code = network.practitionerWithAppointment(clinic, id, "confirmed");
        for (Response answer : List.of(
                made,
                desk().get(addresses()),
                desk().get(made.header("Location")),
                guest(key).get(addresses()),
                practitioner(code).get(addresses()),
                desk().post(PATIENTS + "/" + id + "/export"))) {
            assertThat(answer.statusCode()).isBetween(200, 201);
            assertThat(answer.asString()).doesNotContain("4711").contains("accessCodeKept\":true");
        }
    }

    @Test
    void whereItIsOnTheMapAndWhatIsRiskyIsForStaff() {
        guest(key)
                .body(PLACED)
                .post(addresses())
                .then()
                .statusCode(422)
                .body("errors.pointer", is(List.of("#/location", "#/arrivalBufferMinutes", "#/risk")));
        String location = desk().body(PLACED)
                .post(addresses())
                .then()
                .statusCode(201)
                .body("risk", is(true))
                .body("location.quality", is("rooftop"))
                .body("arrivalBufferMinutes", is(10))
                .extract()
                .header("Location");
        guest(key)
                .get(location)
                .then()
                .statusCode(200)
                .body("risk", nullValue())
                .body("location.latitude", is(-37.7984f));
        guest(key)
                .header("If-Match", "\"1\"")
                .body("{\"risk\":false}")
                .patch(location)
                .then()
                .statusCode(422);
    }

    @Test
    void anAddressThatMovesIsOffTheMap() {
        String location = desk().body(PLACED).post(addresses()).header("Location");
        guest(key)
                .header("If-Match", "\"1\"")
                .body("{\"street\":\"1 Other Street\"}")
                .patch(location)
                .then()
                .statusCode(200)
                .body("location", nullValue());
        desk().header("If-Match", "\"2\"")
                .body("{\"location\":{\"latitude\":-37.8,\"longitude\":145.0,\"quality\":\"by-hand\"}}")
                .patch(location)
                .then()
                .statusCode(200)
                .body("location.quality", is("by-hand"));
    }

    @Test
    void ofChangesAtTheSameTimeOneStands() {
        String location = guest(key).body(HOME).post(addresses()).header("Location");
        guest(key).body("{}").patch(location).then().statusCode(428);
        List<Integer> answers = IntStream.range(0, 5)
                .parallel()
                .mapToObj(i -> guest(key)
                        .header("If-Match", "\"1\"")
                        .body("{\"street\":\"" + i + " Example Street\"}")
                        .patch(location)
                        .statusCode())
                .sorted()
                .toList();
        assertThat(answers).containsExactly(200, 412, 412, 412, 412);
    }

    @Test
    void whoMayNot() {
        String location = guest(key).body(HOME).post(addresses()).header("Location");
        String reader = newKey();
        network.link(id, reader, "carer", "book");
        String code = network.practitionerWithAppointment(clinic, id, "confirmed");
        for (RequestSpecification caller : List.of(patient(reader), practitioner(code))) {
            caller.body(HOME).post(addresses()).then().statusCode(403);
        }
        patient(reader).get(location).then().statusCode(200);
        patient(reader).delete(location).then().statusCode(403);
        String sold = made(partner("acme"), mia());
        partner("acme").get(PATIENTS + "/" + sold + "/addresses").then().statusCode(403);
        for (RequestSpecification stranger : List.of(
                guest(newKey()),
                patient(newKey()),
                receptionist(network.newClinic().code()))) {
            stranger.body(HOME).post(addresses()).then().statusCode(404);
        }
        guest(key)
                .get(PATIENTS + "/" + made(guest(key), mia()) + location.substring(location.indexOf("/addresses")))
                .then()
                .statusCode(404);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            "postcode":"3065"    | "postcode":"?"                                  | 422 | #/postcode
            "country":"AU"       | "country":"Australia"                           | 422 | #/country
            "street"             | "road"                                          | 400 | #/road
            "accessCode":"#4711" | "arrivalBufferMinutes":7                        | 422 | #/arrivalBufferMinutes
            "accessCode":"#4711" | "location":{"latitude":1.0,"longitude":2.0}     | 422 | #/location/quality
            "accessCode":"#4711" | "location":{"latitude":91.0,"longitude":2.0,"quality":"street"} | 422 | #/location/latitude
            """)
    void anAddressIsHeldToTheContract(String valid, String invalid, int status, String pointer) {
        desk().body(HOME.replace(valid, invalid))
                .post(addresses())
                .then()
                .statusCode(status)
                .body("errors[0].pointer", is(pointer));
    }
}

package network.physio.booking.network;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import network.physio.booking.SmallNetwork;
import network.physio.test.IdentityResource;
import network.physio.test.PostgresResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What anybody reads of the network, without a token. */
@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, initArgs = @ResourceArg(name = "service", value = "booking"))
@QuarkusTestResource(IdentityResource.class)
class PublicReadsTest {

    private static final String BOOKING = "/booking/v1";

    @Inject
    SmallNetwork network;

    private SmallNetwork.Loaded loaded;

    @BeforeEach
    void load() {
        loaded = network.load();
    }

    @Test
    void aClinicIsReadWithHoursHolidaysAndTerms() {
        String tag = given().get(BOOKING + "/clinics/" + loaded.here())
                .then()
                .statusCode(200)
                .body("code", is(loaded.hereCode()))
                .body("zone", is("Australia/Melbourne"))
                .body("address.suburb", is("Fitzroy"))
                .body("hours", hasSize(5))
                .body("hours[0].day", is("mon"))
                .body("holidays[0].day", is("2026-12-25"))
                .body("terms.gridMinutes", is(15))
                .extract()
                .header("ETag");
        given().header("If-None-Match", tag)
                .get(BOOKING + "/clinics/" + loaded.here())
                .then()
                .statusCode(304);
    }

    @Test
    void clinicsAreListedByDistanceAndByTreatment() {
        given().get(BOOKING + "/clinics?near=-37.80,144.98&treatment=massage-" + loaded.tag())
                .then()
                .statusCode(200)
                .body("items.code", contains(loaded.hereCode(), loaded.thereCode()));
        given().get(BOOKING + "/clinics?near=-37.80,144.98&within=5&treatment=" + loaded.treatment())
                .then()
                .statusCode(200)
                .body("items.code", contains(loaded.hereCode()))
                .body("items[0].distanceKm", is(0.23f));
        given().get(BOOKING + "/clinics?treatment=" + loaded.treatment())
                .then()
                .body("items[0].distanceKm", nullValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/clinics?", "/clinics?near=-37.80,144.98&", "/treatments?", "/practitioners?"})
    void listsArePagedWithoutGapsOrRepeats(String list) {
        List<String> all =
                given().get(BOOKING + list + "limit=200").then().extract().path("items.code");
        List<String> paged = new ArrayList<>();
        String cursor = null;
        do {
            var page = given().get(BOOKING + list + "limit=1" + (cursor == null ? "" : "&cursor=" + cursor))
                    .then();
            paged.addAll(page.extract().path("items.code"));
            cursor = page.extract().path("next");
        } while (cursor != null && paged.size() < all.size());
        assertThat(paged).isEqualTo(all);
    }

    @Test
    void aTreatmentIsReadWithPricesAndHowItIsBooked() {
        String tag = given().get(BOOKING + "/treatments/" + loaded.treatment())
                .then()
                .statusCode(200)
                .body("bookableBy", is("slot"))
                .body("lengths", contains(30, 60))
                .body("techniques.always", contains("TE-01"))
                .body("prices[0].amount", is(7000))
                .body("prices[0].currency", is("AUD"))
                .body("needsScreening", is(true))
                .extract()
                .header("ETag");
        given().header("If-None-Match", tag)
                .get(BOOKING + "/treatments/" + loaded.treatment())
                .then()
                .statusCode(304);
    }

    @Test
    void aHomeTreatmentIsBookedByOffer() {
        String code = "home-" + loaded.tag();
        String file = """
                        format: 1
                        treatments:
                          - code: CODE
                            name: At home
                            description: At home.
                            place: home
                            lengths: [45]
                            techniques: { always: [TE-01] }
                            needs: [{ practitioner: massage }]
                            currency: AUD
                            taxCode: gst-10
                            prices: [{ minutes: 45, amount: 14500 }]
                        """.replace("CODE", code);
        SmallNetwork.put(SmallNetwork.admin(), file).then().statusCode(200);
        given().get(BOOKING + "/treatments/" + network.id("treatment", code))
                .then()
                .statusCode(200)
                .body("bookableBy", is("offer"));
    }

    @Test
    void aPractitionerIsReadWithOfferingsAndNothingPrivate() {
        var read = given().get(BOOKING + "/practitioners/" + loaded.kim())
                .then()
                .statusCode(200)
                .body("code", is(loaded.kimCode()))
                .body("languages", contains("en", "vi"))
                .body("clinics.code", contains(loaded.hereCode(), loaded.thereCode()))
                .body("offerings[1].lengths", contains(30))
                .body("credentials", nullValue())
                .body("skills", nullValue());
        given().header("If-None-Match", read.extract().header("ETag"))
                .get(BOOKING + "/practitioners/" + loaded.kim())
                .then()
                .statusCode(304);
    }

    @Test
    void practitionersAreFoundByWhatPatientsAskFor() {
        String treatment = "&treatment=massage-" + loaded.tag();
        given().get(BOOKING + "/practitioners?language=vi" + treatment)
                .then()
                .statusCode(200)
                .body("items.code", contains(loaded.kimCode()));
        given().get(BOOKING + "/practitioners?gender=non-binary" + treatment)
                .then()
                .statusCode(200)
                .body("items.code", contains(loaded.kimCode()))
                .body("items.gender", everyItem(is("non-binary")));
        given().get(BOOKING + "/practitioners?clinic=" + loaded.here())
                .then()
                .body("items.code", hasItem(loaded.kimCode()))
                .body("items.code", not(hasItem("lee-" + loaded.tag())));
    }

    @ParameterizedTest
    @CsvSource({
        "/clinics?near=here, invalid-parameter, near",
        "/clinics?near=-97.5;144.9, invalid-parameter, near",
        "/clinics?within=5, invalid-parameter, within",
        "/clinics?limit=0, invalid-parameter, limit",
        "/clinics?cursor=x, invalid-parameter, cursor",
        "/clinics?suburb=Fitzroy, unknown-parameter, suburb",
        "/treatments?place=home, unknown-parameter, place",
        "/practitioners?gender=other, invalid-parameter, gender",
        "/practitioners?language=English, invalid-parameter, language",
        "/practitioners?name=Kim, unknown-parameter, name",
    })
    void parametersAreHeldToTheContract(String address, String type, String parameter) {
        given().get(BOOKING + address)
                .then()
                .statusCode(400)
                .body("type", is("/problems/" + type))
                .body("errors[0].parameter", is(parameter));
    }

    @ParameterizedTest
    @ValueSource(strings = {"clinics", "treatments", "practitioners"})
    void whatIsNotThereIsNotFound(String list) {
        given().get(BOOKING + "/" + list + "/" + UUID.randomUUID())
                .then()
                .statusCode(404)
                .body("type", is("/problems/not-found"));
        given().get(BOOKING + "/" + list + "/fitzroy").then().statusCode(404);
    }
}

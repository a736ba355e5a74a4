package network.physio.booking.appointment;

import static network.physio.booking.TestNetwork.as;
import static network.physio.booking.TestNetwork.guest;
import static network.physio.booking.TestNetwork.newKey;
import static org.hamcrest.Matchers.is;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.OffsetDateTime;
import network.physio.booking.TestNetwork;
import network.physio.test.IdentityResource;
import network.physio.test.PostgresResource;
import network.physio.test.Tokens;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How many times may be held at once, and by whom. */
@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, initArgs = @ResourceArg(name = "service", value = "booking"))
@QuarkusTestResource(IdentityResource.class)
class HoldLimitsTest {

    private static final OffsetDateTime NINE = OffsetDateTime.parse("2027-02-02T09:00:00+11:00");

    @Inject
    TestNetwork network;

    @BeforeEach
    void emptyDiaries() {
        network.fresh();
    }

    @Test
    void aFewGuestsCannotHideAWholeDay() {
        String one = newKey();
        String other = newKey();
        for (int i = 0; i < 3; i++) {
            hold(guest(one), NINE.plusMinutes(30L * i)).statusCode(201);
            hold(guest(other), NINE.plusMinutes(90 + 30L * i)).statusCode(201);
        }
        hold(guest(newKey()), NINE.plusHours(5)).statusCode(429).body("type", is("/problems/too-many-holds"));
        hold(guest(newKey()), NINE.plusDays(1)).statusCode(201);
    }

    @Test
    void practitionersHoldInTheirOwnDiaryAsFrontDesksDo() {
        for (int i = 0; i < 8; i++) {
            hold(as(Tokens.role("practitioner").practitioner("anna")), NINE.plusMinutes(30L * i))
                    .statusCode(201);
        }
    }

    private ValidatableResponse hold(RequestSpecification caller, OffsetDateTime start) {
        String startsAt = start.toInstant().toString();
        return caller.body(network.visit("chat", 30, "north", "anna", startsAt, ""))
                .post("/booking/v1/holds")
                .then();
    }
}

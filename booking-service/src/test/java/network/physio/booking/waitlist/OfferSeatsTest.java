package network.physio.booking.waitlist;

import static network.physio.booking.TestNetwork.booked;
import static network.physio.booking.TestNetwork.guest;
import static network.physio.booking.TestNetwork.newKey;
import static network.physio.booking.TestNetwork.somebody;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.is;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import network.physio.booking.session.GroupNetwork;
import network.physio.booking.waitlist.WaitlistNetwork.Waiting;
import network.physio.test.IdentityResource;
import network.physio.test.PostgresResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whoever waits for a class is offered seats in those that are scheduled, and no class is made for them. */
@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, initArgs = @ResourceArg(name = "service", value = "booking"))
@QuarkusTestResource(IdentityResource.class)
class OfferSeatsTest {

    private static final String NINE = "2027-02-03T09:00:00+11:00";

    @Inject
    WaitlistNetwork waitlist;

    @Inject
    GroupNetwork groupNetwork;

    private GroupNetwork.Loaded clinic;

    @BeforeEach
    void nobodyWaits() {
        waitlist.fresh();
        clinic = groupNetwork.load();
    }

    private Waiting join() {
        String key = newKey();
        String body = """
                {"treatmentId":"%s","minutes":45,"clinicIds":["%s"],"latest":"2027-02-26"%s}""".formatted(clinic.lesson(), clinic.studio(), somebody());
        return new Waiting(key, waitlist.joined(guest(key), body));
    }

    @Test
    void aSeatGivenBackIsOfferedToWhoeverWaits() {
        String session = clinic.oneClass(clinic.pia(), "2027-02-03T09:00");
        String key = newKey();
        String seat = booked(clinic.book(guest(key), NINE));
        clinic.bookAsSomebodyNew(NINE).then().statusCode(201);
        clinic.bookAsSomebodyNew(NINE).then().statusCode(201);
        Waiting waiting = join();
        waitlist.settle();
        assertThat(waiting.offer()).isNull();
        String path = "/booking/v1/appointments/" + seat;
        guest(key)
                .header("If-Match", guest(key).get(path).header("ETag"))
                .body("{\"reason\":\"changed-plans\"}")
                .post(path + "/cancel")
                .then()
                .statusCode(200);
        waitlist.settle();
        String offer = waiting.offer();
        waiting.asGuest()
                .get("/booking/v1/appointments/" + offer)
                .then()
                .body("state", is("held"))
                .body("sessionId", is(session));
        waitlist.take(waiting.asGuest(), offer).then().statusCode(201).body("sessionId", is(session));
    }

    @Test
    void aNewSessionIsOfferedSeatBySeat() {
        Waiting first = join();
        Waiting second = join();
        Waiting third = join();
        Waiting fourth = join();
        waitlist.settle();
        assertThat(first.offer()).isNull();
        clinic.oneClass(clinic.pia(), "2027-02-03T09:00");
        waitlist.settle();
        assertThat(first.offer()).isNotNull();
        assertThat(second.offer()).isNotNull();
        assertThat(third.offer()).isNotNull();
        assertThat(fourth.offer()).isNull();
    }
}

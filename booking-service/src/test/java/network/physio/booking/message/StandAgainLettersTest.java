package network.physio.booking.message;

import static network.physio.booking.TestNetwork.booked;
import static network.physio.booking.TestNetwork.guest;
import static network.physio.booking.TestNetwork.newKey;
import static network.physio.booking.TestNetwork.receptionist;
import static network.physio.booking.TestNetwork.somebody;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import network.physio.booking.TestNetwork;
import network.physio.booking.message.MailServer.Caught;
import network.physio.test.IdentityResource;
import network.physio.test.PostgresResource;
import network.physio.test.SettableClock;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What patients read when their appointment was to be rebooked and then stands after all. */
@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, initArgs = @ResourceArg(name = "service", value = "booking"))
@QuarkusTestResource(IdentityResource.class)
@QuarkusTestResource(MailPort.class)
class StandAgainLettersTest {

    private static final String APPOINTMENTS = "/booking/v1/appointments";
    private static final String WEDNESDAY_TEN = "2027-02-03T10:00:00+11:00";
    private static final Duration SETTLED = Duration.ofSeconds(6);

    @Inject
    TestNetwork network;

    @Inject
    SettableClock clock;

    @Inject
    Jdbi database;

    @Inject
    MessageRounds rounds;

    @Inject
    MailServer mail;

    private final String key = newKey();

    @BeforeEach
    void emptyMailboxes() {
        network.fresh();
        mail.forgetAll();
        database.useHandle(handle -> {
            handle.execute("DELETE FROM message");
            handle.execute("DELETE FROM event_consumer WHERE name = 'messages'");
        });
        rounds.plan();
    }

    private String book() {
        return book(somebody());
    }

    private String book(String patient) {
        return booked(guest(key)
                .body(network.visit("chat", 30, "north", "anna", WEDNESDAY_TEN, patient))
                .post(APPOINTMENTS));
    }

    private String move(String visit, String startsAt) {
        return guest(key)
                .header("If-Match", guest(key).get(APPOINTMENTS + "/" + visit).header("ETag"))
                .body("{\"startsAt\":\"" + startsAt + "\"}")
                .post(APPOINTMENTS + "/" + visit + "/reschedule")
                .then()
                .statusCode(200)
                .extract()
                .path("id");
    }

    private String timesOff() {
        return "/booking/v1/practitioners/" + network.practitioner("anna") + "/time-off";
    }

    private String takeOff() {
        return takeOff("2027-02-03");
    }

    private String takeOff(String day) {
        return receptionist("north")
                .body("""
                        {"from":"%1$sT08:00","until":"%1$sT18:00","reason":"leave","strandAppointments":true}""".formatted(day))
                .post(timesOff())
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private void giveBack(String timeOff, String visit) {
        receptionist("north")
                .delete(timesOff() + "/" + timeOff)
                .then()
                .statusCode(200)
                .body("standing.id", contains(visit));
    }

    private void settle() {
        rounds.plan();
        clock.advance(SETTLED);
        rounds.send();
    }

    private List<String> subjects() {
        return mail.caught().stream().map(Caught::subject).toList();
    }

    private List<String> messagesOf(String id) {
        return database.withHandle(handle -> handle.createQuery("""
                        SELECT concat_ws(' ', purpose, state, reason) FROM message WHERE appointment_id = :id
                         ORDER BY created_at, purpose
                        """)
                .bind("id", UUID.fromString(id))
                .mapTo(String.class)
                .list());
    }

    @Test
    void whoWasNotToldYetIsNotTold() {
        String visit = book();
        settle();
        String timeOff = takeOff();
        rounds.plan();
        giveBack(timeOff, visit);
        settle();
        assertThat(subjects()).containsExactly("Your appointment is confirmed");
        assertThat(messagesOf(visit))
                .containsExactlyInAnyOrder(
                        "confirmation sent",
                        "rebooking-needed dropped superseded",
                        "reminder dropped superseded",
                        "reminder planned");
    }

    @Test
    void letThroughTheNightItIsNotToldInTheMorning() {
        String visit = book();
        settle();
        clock.setTo(OffsetDateTime.parse("2027-02-01T23:00:00+11:00").toInstant());
        String timeOff = takeOff();
        settle();
        giveBack(timeOff, visit);
        settle();
        clock.setTo(OffsetDateTime.parse("2027-02-02T09:00:00+11:00").toInstant());
        rounds.send();
        assertThat(subjects()).containsExactly("Your appointment is confirmed");
    }

    @Test
    void whoWasToldReadsThatItCanTakePlaceAfterAll() {
        String visit = book();
        settle();
        String timeOff = takeOff();
        settle();
        giveBack(timeOff, visit);
        settle();
        assertThat(subjects())
                .containsExactly(
                        "Your appointment is confirmed",
                        "Your appointment needs a new time",
                        "Your appointment can take place after all");
        assertThat(mail.caught().getLast().text())
                .contains("your appointment can take place after all, as it was booked:")
                .contains("Wednesday 3 February 2027, 10:00 am");
        assertThat(messagesOf(visit)).contains("reminder planned");
    }

    @Test
    void whoIsStillToReadOfTheBookingReadsOfThatOnly() {
        String visit = book();
        rounds.plan();
        String timeOff = takeOff();
        rounds.plan();
        giveBack(timeOff, visit);
        settle();
        assertThat(subjects()).containsExactly("Your appointment is confirmed");
        assertThat(mail.caught().getFirst().text()).contains("your appointment is booked:");
    }

    @Test
    void aMoveThatNobodyHasReadOfYetIsToldThoughItStandsAgain() {
        String visit = book();
        settle();
        move(visit, "2027-02-03T11:00:00+11:00");
        rounds.plan();
        String timeOff = takeOff();
        rounds.plan();
        giveBack(timeOff, visit);
        settle();
        assertThat(subjects()).containsExactly("Your appointment is confirmed", "Your appointment has changed");
        assertThat(mail.caught().getLast().text()).contains("11:00 am").doesNotContain("10:00 am", "after all");
    }

    @Test
    void whatWasMovedAfterItWasToBeRebookedHasChanged() {
        String visit = book();
        settle();
        takeOff();
        settle();
        move(visit, "2027-02-04T10:00:00+11:00");
        rounds.plan();
        String timeOff = takeOff("2027-02-04");
        rounds.plan();
        giveBack(timeOff, visit);
        settle();
        assertThat(subjects())
                .containsExactly(
                        "Your appointment is confirmed",
                        "Your appointment needs a new time",
                        "Your appointment has changed");
        assertThat(mail.caught().getLast().text())
                .contains("Thursday 4 February")
                .doesNotContain("after all");
    }

    @Test
    void nobodyIsWokenByIt() {
        String visit = book();
        settle();
        String timeOff = takeOff();
        settle();
        clock.setTo(OffsetDateTime.parse("2027-02-01T23:00:00+11:00").toInstant());
        giveBack(timeOff, visit);
        settle();
        assertThat(subjects()).hasSize(2);
        clock.setTo(OffsetDateTime.parse("2027-02-02T09:00:00+11:00").toInstant());
        rounds.send();
        assertThat(subjects()).last().isEqualTo("Your appointment can take place after all");
    }

    @Test
    void nobodyHasToCallAboutARebookingThatIsOff() {
        String visit = book(somebody().replace("\"email\":\"mia@example.org\"", "\"phone\":\"+61491570156\""));
        settle();
        String timeOff = takeOff();
        settle();
        assertThat(openOf(visit)).containsExactlyInAnyOrder("confirmation", "rebooking-needed");
        giveBack(timeOff, visit);
        settle();
        assertThat(openOf(visit)).containsExactly("confirmation");
        assertThat(messagesOf(visit)).doesNotContain("change dropped no-address");
    }

    /** What waits for somebody to call the patient. */
    private List<String> openOf(String id) {
        return database.withHandle(
                handle -> handle.createQuery("SELECT purpose FROM message WHERE appointment_id = :id AND open")
                        .bind("id", UUID.fromString(id))
                        .mapTo(String.class)
                        .list());
    }
}

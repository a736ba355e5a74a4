package network.physio.booking.message;

import static io.restassured.RestAssured.given;
import static network.physio.booking.TestNetwork.booked;
import static network.physio.booking.TestNetwork.guest;
import static network.physio.booking.TestNetwork.newKey;
import static network.physio.booking.TestNetwork.receptionist;
import static network.physio.booking.TestNetwork.somebody;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.qute.Engine;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import network.physio.booking.TestNetwork;
import network.physio.booking.appointment.ManageLinks;
import network.physio.booking.calendar.AppointmentFiles;
import network.physio.booking.event.Event;
import network.physio.booking.event.Events;
import network.physio.booking.message.MailServer.Attached;
import network.physio.booking.message.MailServer.Caught;
import network.physio.test.IdentityResource;
import network.physio.test.PostgresResource;
import network.physio.test.SettableClock;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which letters patients get and when, from bookings over HTTP to what a mail server is given. */
@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, initArgs = @ResourceArg(name = "service", value = "booking"))
@QuarkusTestResource(IdentityResource.class)
@QuarkusTestResource(MailPort.class)
class MessagesTest {

    private static final String APPOINTMENTS = "/booking/v1/appointments";
    private static final String WEDNESDAY_TEN = "2027-02-03T10:00:00+11:00";
    private static final String WEDNESDAY_TWO = "2027-02-03T14:00:00+11:00";
    private static final Duration SETTLED = Duration.ofSeconds(6);

    @Inject
    TestNetwork network;

    @Inject
    SettableClock clock;

    @Inject
    Jdbi database;

    @Inject
    Events events;

    @Inject
    MessageRounds rounds;

    @Inject
    SendMessages sendMessages;

    @Inject
    OfferLetters offerLetters;

    @Inject
    Visits visits;

    @Inject
    Messages messages;

    @Inject
    Engine templates;

    @Inject
    ManageLinks manageLinks;

    @Inject
    AppointmentFiles files;

    @Inject
    MailServer mail;

    private final String key = newKey();
    private final LogLines log = new LogLines();

    @BeforeEach
    void emptyMailboxes() {
        network.fresh();
        mail.forgetAll();
        database.useHandle(handle -> {
            handle.execute("DELETE FROM message");
            handle.execute("DELETE FROM event_consumer WHERE name = 'messages'");
        });
        rounds.plan();
        Logger.getLogger("").addHandler(log);
    }

    @AfterEach
    void stopListening() {
        Logger.getLogger("").removeHandler(log);
    }

    // News ---------------------------------------------------------------------------------------------------------

    @Test
    void aBookingIsConfirmedInOneLetterWithoutAWordOfWhoBooked() {
        String id = book("chat", WEDNESDAY_TEN);
        settle();
        Caught letter = onlyLetter();
        assertThat(letter.recipient()).isEqualTo("mia@example.org");
        assertThat(letter.subject()).isEqualTo("Your appointment is confirmed");
        assertThat(letter.text())
                .contains("Wednesday 3 February 2027, 10:00 am")
                .contains("Advice, 30 minutes, with Anna Test")
                .contains("North, 1 North Street, Northside")
                .contains("Phone +61 3 5550 0101")
                .contains("Replies are read during opening hours")
                .doesNotContain("Mia", "Nguyen", "How to prepare", "{", "NOT_FOUND");
        assertThat(letter.header("From")).isEqualTo("Clinic <clinic@example.org>");
        assertThat(letter.header("Reply-To")).isEqualTo("north@example.org");
        assertThat(letter.header("Auto-Submitted")).isEqualTo("auto-generated");
        assertThat(letter.header("Message-ID")).matches("<[0-9a-f-]{36}@example.org>");
        assertThat(letter.headers()).doesNotContainKeys("List-Unsubscribe", "List-Unsubscribe-Post");
        assertThat(messagesOf(id)).containsExactly("confirmation sent", "reminder planned");
    }

    @Test
    void lettersOfABookingItsMoveAndItsCancellationCarryTheFileForTheCalendar() {
        String id = book("traction", WEDNESDAY_TEN);
        settle();
        Attached booked = mail.caught().getLast().attached().getFirst();
        assertThat(booked.type())
                .contains("text/calendar", "charset=utf-8", "method=PUBLISH", "name=\"appointment.ics\"");
        assertThat(booked.text())
                .isEqualTo(guest(key)
                        .get(APPOINTMENTS + "/" + id + "/calendar.ics")
                        .then()
                        .contentType(containsString("method=PUBLISH"))
                        .extract()
                        .asString())
                .contains("METHOD:PUBLISH\r\n", "UID:" + id + "@", "SEQUENCE:1\r\n", "STATUS:CONFIRMED\r\n")
                .contains("SUMMARY:Appointment at North\r\n", "ORGANIZER;CN=\"North\":mailto:north@example.org\r\n")
                .doesNotContain("Mia", "Nguyen", "Anna", "raction");
        move(id, WEDNESDAY_TWO);
        settle();
        assertThat(mail.caught().getLast().attached().getFirst().text())
                .contains("UID:" + id + "@", "SEQUENCE:2\r\n", "T140000\r\n", "STATUS:CONFIRMED\r\n");
        cancel(id);
        settle();
        assertThat(mail.caught().getLast().attached().getFirst().text())
                .contains("UID:" + id + "@", "SEQUENCE:3\r\n", "STATUS:CANCELLED\r\n");
    }

    @Test
    void aLetterWithNewsOfSeveralAppointmentsHasOneFileWithAllOfThem() {
        String patient = newPatient("mia@example.org");
        String first = bookFor(patient, WEDNESDAY_TEN);
        String second = bookFor(patient, WEDNESDAY_TWO);
        settle();
        assertThat(onlyLetter().attached()).hasSize(1);
        assertThat(onlyLetter().attached().getFirst().text()).contains("UID:" + first, "UID:" + second);
    }

    @Test
    void noFileComesWithAReminderOrWithATimeThatDoesNotStand() {
        String id = book("chat", WEDNESDAY_TEN);
        settle();
        needsRebooking(id);
        settle();
        assertThat(mail.caught().getLast().subject()).isEqualTo("Your appointment needs a new time");
        assertThat(mail.caught().getLast().attached()).isEmpty();
        book("chat", WEDNESDAY_TWO);
        settle();
        at("2027-02-02T14:00:00+11:00");
        assertThat(mail.caught().getLast().subject()).isEqualTo("A reminder of your appointment");
        assertThat(mail.caught().getLast().attached()).isEmpty();
    }

    @Test
    void nothingGoesOutBeforeTheNewsHaveSettled() {
        book("chat", WEDNESDAY_TEN);
        rounds.plan();
        rounds.send();
        assertThat(mail.caught()).isEmpty();
    }

    @Test
    void newsOfOneAppointmentThatFollowEachOtherBecomeOneLetterWithTheLastState() {
        String id = book("chat", WEDNESDAY_TEN);
        rounds.plan();
        move(id, "2027-02-03T11:00:00+11:00");
        move(id, WEDNESDAY_TWO);
        settle();
        assertThat(onlyLetter().subject()).isEqualTo("Your appointment is confirmed");
        assertThat(onlyLetter().text()).contains("2:00 pm").doesNotContain("10:00 am", "11:00 am");
    }

    @Test
    void whatIsBookedAndCancelledAtOnceIsToldAsCancelledOnly() {
        String id = book("chat", WEDNESDAY_TEN);
        rounds.plan();
        cancel(id);
        settle();
        assertThat(onlyLetter().subject()).isEqualTo("Your appointment is cancelled");
        assertThat(messagesOf(id)).containsExactly("cancellation sent", "reminder dropped superseded");
    }

    @Test
    void aMoveAfterTheConfirmationIsToldAsAChange() {
        String id = book("chat", WEDNESDAY_TEN);
        settle();
        move(id, WEDNESDAY_TWO);
        settle();
        assertThat(mail.caught())
                .extracting(Caught::subject)
                .containsExactly("Your appointment is confirmed", "Your appointment has changed");
        assertThat(mail.caught().getLast().text()).contains("2:00 pm");
    }

    @Test
    void aLateCancellationTellsItsFeeAndTheClinicsOwnNone() {
        String late = book("chat", "2027-02-01T15:00:00+11:00");
        settle();
        cancel(late);
        settle();
        assertThat(mail.caught().getLast().text()).contains("costs AUD 25.00");
        String ours = book("chat", "2027-02-01T16:00:00+11:00");
        settle();
        receptionist("north")
                .header("If-Match", version(ours))
                .body("{\"reason\":\"practitioner-unavailable\"}")
                .post(APPOINTMENTS + "/" + ours + "/cancel")
                .then()
                .statusCode(200);
        settle();
        assertThat(mail.caught().getLast().text())
                .contains("we had to cancel this appointment. It costs you nothing")
                .doesNotContain("AUD");
    }

    @Test
    void aMoveAtShortNoticeTellsWhatItCosts() {
        String early = book("chat", WEDNESDAY_TEN);
        settle();
        move(early, WEDNESDAY_TWO);
        settle();
        assertThat(mail.caught().getLast().subject()).isEqualTo("Your appointment has changed");
        assertThat(mail.caught().getLast().text()).doesNotContain("AUD");
        String late = book("chat", "2027-02-01T15:00:00+11:00");
        settle();
        move(late, "2027-02-01T16:00:00+11:00");
        settle();
        assertThat(mail.caught().getLast().subject()).isEqualTo("Your appointment has changed");
        assertThat(mail.caught().getLast().text()).contains("moving it at short notice costs AUD 25.00");
    }

    @Test
    void aLateMoveAmongSeveralNewsTellsWhatItCosts() {
        String patient = newPatient("mia@example.org");
        String late = bookFor(patient, "2027-02-01T15:00:00+11:00");
        String other = bookFor(patient, WEDNESDAY_TEN);
        settle();
        move(late, "2027-02-01T16:00:00+11:00");
        move(other, WEDNESDAY_TWO);
        settle();
        assertThat(mail.caught().getLast().subject()).isEqualTo("News about your appointments");
        assertThat(mail.caught().getLast().text()).containsOnlyOnce("short notice costs AUD 25.00");
    }

    @Test
    void aSickDayIsOneLetterToAPatientWithSeveralAppointments() {
        String patient = newPatient("mia@example.org");
        String first = bookFor(patient, WEDNESDAY_TEN);
        String second = bookFor(patient, WEDNESDAY_TWO);
        settle();
        assertThat(onlyLetter().subject()).isEqualTo("News about your appointments");
        mail.forgetAll();
        move(first, "2027-02-04T10:00:00+11:00");
        clock.advance(Duration.ofSeconds(2));
        needsRebooking(second);
        settle();
        assertThat(onlyLetter().text())
                .contains("has changed and stands like this now:\n\n  Thursday 4 February 2027, 10:00 am")
                .contains("cannot take place as planned")
                .contains("Wednesday 3 February 2027, 2:00 pm");
        assertThat(messagesOf(second)).contains("rebooking-needed sent", "reminder dropped superseded");
    }

    @Test
    void anAppointmentThatIsFoundAgainAfterItsCancellationIsConfirmedAgain() {
        String id = book("chat", WEDNESDAY_TEN);
        cancel(id);
        settle();
        changed(id, "state = 'confirmed', cancelled_by = NULL", "appointment-change-undone", Map.of());
        settle();
        assertThat(mail.caught())
                .extracting(Caught::subject)
                .containsExactly("Your appointment is cancelled", "Your appointment is confirmed");
        assertThat(messagesOf(id)).contains("reminder planned");
    }

    @Test
    void theLinkInAGuestsLetterOpensTheAppointment() {
        String id = book("chat", WEDNESDAY_TEN);
        rounds.plan();
        String text = QuarkusTransaction.requiringNew()
                .call(() -> letterWithLinksTo("https://clinic.test/visit", UUID.fromString(id)));
        Matcher link = Pattern.compile("https://clinic\\.test/visit#appointment=([0-9a-f-]+)&token=(\\S+)")
                .matcher(text);
        assertThat(link.find()).isTrue();
        assertThat(link.group(1)).isEqualTo(id);
        given().header(ManageLinks.HEADER, link.group(2))
                .get(APPOINTMENTS + "/" + id)
                .then()
                .statusCode(200)
                .body("id", is(id));
        given().header(ManageLinks.HEADER, link.group(2) + "x")
                .get(APPOINTMENTS + "/" + id)
                .then()
                .statusCode(404);
    }

    /** What is planned for a guest's appointment, as it is written where a page for its links is set. */
    private String letterWithLinksTo(String page, UUID appointment) {
        MessageSettings settings = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(MessageSettings.class)
                .withDefaultValue("physio.messages.manage-page", page)
                .withDefaultValue("physio.messages.emergency-number", "000")
                .build()
                .getConfigMapping(MessageSettings.class);
        var writer = new WriteLetter(templates, messages, new ManageLink(manageLinks, settings), files, settings);
        Message confirmation =
                messages.planned(appointment, MessageTemplate.NEWS).orElseThrow();
        return writer.write(
                        confirmation.id(),
                        List.of(new WriteLetter.Notice(
                                confirmation, visits.find(appointment).orElseThrow())),
                        "en",
                        Optional.empty(),
                        clock.instant())
                .text();
    }

    // Reminders ----------------------------------------------------------------------------------------------------

    @Test
    void aReminderComesADayBeforeAndTellsHowToPrepare() {
        book("traction", WEDNESDAY_TEN);
        settle();
        mail.forgetAll();
        at("2027-02-02T09:59:59+11:00");
        assertThat(mail.caught()).isEmpty();
        at("2027-02-02T10:00:00+11:00");
        Caught letter = onlyLetter();
        assertThat(letter.subject()).isEqualTo("A reminder of your appointment");
        assertThat(letter.text())
                .contains("Wednesday 3 February 2027, 10:00 am", "How to prepare", "Wear comfortable clothes")
                .doesNotContain("PR-0");
        assertThat(letter.header("List-Unsubscribe"))
                .matches("<https://physio.test/booking/v1/unsubscribe/[A-Za-z0-9_-]{32}>");
        assertThat(letter.header("List-Unsubscribe-Post")).isEqualTo("List-Unsubscribe=One-Click");
    }

    @Test
    void aReminderMovesWithItsAppointment() {
        String id = book("chat", WEDNESDAY_TEN);
        settle();
        move(id, "2027-02-04T10:00:00+11:00");
        settle();
        mail.forgetAll();
        at("2027-02-02T10:00:00+11:00");
        assertThat(mail.caught()).isEmpty();
        at("2027-02-03T10:00:00+11:00");
        assertThat(onlyLetter().text()).contains("Thursday 4 February 2027");
    }

    @Test
    void aReminderOfAnEarlyVisitWaitsForTheMorning() {
        String id = book("chat", "2027-02-03T09:00:00+11:00");
        database.useHandle(handle -> handle.execute(
                "UPDATE appointment SET starts_at = '2027-02-03T06:00:00+11:00' WHERE id = ?", UUID.fromString(id)));
        rounds.plan();
        assertThat(dueOf(id, "reminder")).isEqualTo(instant("2027-02-02T08:00:00+11:00"));
    }

    @Test
    void whoBooksForTomorrowGetsNoReminderButIsToldHowToPrepareAtOnce() {
        String id = book("traction", "2027-02-01T14:00:00+11:00");
        settle();
        assertThat(onlyLetter().text()).contains("How to prepare");
        assertThat(messagesOf(id)).containsExactly("confirmation sent");
    }

    @Test
    void anOnlineVisitIsToldByThePatientsClock() {
        String id = book("chat", WEDNESDAY_TEN);
        database.useHandle(handle -> {
            handle.execute("UPDATE appointment SET place = 'online', room_id = NULL WHERE id = ?", UUID.fromString(id));
            handle.execute("""
                    UPDATE patient SET zone = 'Australia/Perth'
                     WHERE id = (SELECT patient_id FROM appointment WHERE id = ?)
                    """, UUID.fromString(id));
        });
        settle();
        assertThat(onlyLetter().text())
                .contains("Wednesday 3 February 2027, 7:00 am (time in Australia/Perth)", "Online, with North");
        // 7:00 in Perth is too early for a letter there
        assertThat(dueOf(id, "reminder")).isEqualTo(instant("2027-02-02T08:00:00+08:00"));
    }

    @Test
    void aReminderThatWasOvertakenByAMoveWaitsForTheNewsAndIsPlannedAnew() {
        String id = book("chat", WEDNESDAY_TEN);
        settle();
        mail.forgetAll();
        clock.setTo(instant("2027-02-02T10:00:00+11:00"));
        move(id, "2027-02-05T10:00:00+11:00");
        rounds.send();
        assertThat(mail.caught()).isEmpty();
        settle();
        assertThat(mail.caught()).extracting(Caught::subject).containsExactly("Your appointment has changed");
        assertThat(dueOf(id, "reminder")).isEqualTo(instant("2027-02-04T10:00:00+11:00"));
    }

    // Aftercare ----------------------------------------------------------------------------------------------------

    @Test
    void afterAHandsOnVisitSorenessIsAskedAboutAfterADayAndAfterTwo() {
        String id = book("traction", "2027-02-02T10:00:00+11:00");
        settle();
        clock.setTo(instant("2027-02-02T11:05:00+11:00"));
        complete(id);
        settle();
        mail.forgetAll();
        at("2027-02-03T10:59:59+11:00");
        assertThat(mail.caught()).isEmpty();
        at("2027-02-03T11:00:00+11:00");
        assertThat(onlyLetter().subject()).isEqualTo("How are you after your visit?");
        assertThat(onlyLetter().text())
                .contains("Tuesday 2 February 2027", "Call 000 at once", "Replies are read during opening hours\nonly")
                .contains("No more e-mails of this kind: https://physio.test/booking/v1/unsubscribe/");
        mail.forgetAll();
        at("2027-02-04T11:00:00+11:00");
        assertThat(onlyLetter().subject()).isEqualTo("Two days after your visit");
    }

    @Test
    void nobodyIsAskedAboutSorenessWhoWasNotTouched() {
        String id = book("chat", "2027-02-02T10:00:00+11:00");
        settle();
        complete(id);
        settle();
        assertThat(messagesOf(id)).noneMatch(message -> message.startsWith("soreness"));
    }

    @Test
    void nobodyIsAskedAboutSorenessAfterAWrongClick() {
        String id = book("traction", "2027-02-02T10:00:00+11:00");
        settle();
        clock.setTo(instant("2027-02-02T11:05:00+11:00"));
        complete(id);
        settle();
        changed(id, "state = 'in-treatment'", "appointment-change-undone", Map.of());
        settle();
        assertThat(messagesOf(id).stream().filter(message -> message.startsWith("soreness")))
                .hasSize(2)
                .allMatch(message -> message.endsWith("dropped superseded"));
    }

    @Test
    void aWrongClickAfterTheQuestionDoesNotAskItAgain() {
        String id = book("traction", "2027-02-02T10:00:00+11:00");
        settle();
        at("2027-02-03T11:00:00+11:00");
        complete(id);
        settle();
        mail.forgetAll();
        changed(id, "state = 'in-treatment'", "appointment-change-undone", Map.of());
        settle();
        complete(id);
        settle();
        assertThat(mail.caught()).isEmpty();
        at("2027-02-04T11:00:00+11:00");
        assertThat(onlyLetter().subject()).isEqualTo("Two days after your visit");
    }

    // Night --------------------------------------------------------------------------------------------------------

    @Test
    void aConfirmationAnswersAtNightToo() {
        clock.setTo(instant("2027-02-01T23:00:00+11:00"));
        book("chat", "2027-02-08T10:00:00+11:00");
        settle();
        assertThat(onlyLetter().subject()).isEqualTo("Your appointment is confirmed");
    }

    @Test
    void aChangeAtNightWaitsForTheMorning() {
        String id = book("chat", "2027-02-08T10:00:00+11:00");
        settle();
        mail.forgetAll();
        clock.setTo(instant("2027-02-01T23:00:00+11:00"));
        move(id, "2027-02-09T10:00:00+11:00");
        settle();
        assertThat(mail.caught()).isEmpty();
        at("2027-02-02T08:00:00+11:00");
        assertThat(onlyLetter().subject()).isEqualTo("Your appointment has changed");
    }

    @Test
    void aChangeOfTomorrowMorningIsToldAtNight() {
        String id = book("chat", "2027-02-02T10:00:00+11:00");
        settle();
        mail.forgetAll();
        clock.setTo(instant("2027-02-01T23:00:00+11:00"));
        // to next week: whoever does not hear of it comes tomorrow
        move(id, "2027-02-09T10:00:00+11:00");
        settle();
        assertThat(onlyLetter().subject()).isEqualTo("Your appointment has changed");
    }

    // Who gets nothing ---------------------------------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource({
        "deceased = true, deceased",
        "do_not_contact = true, do-not-contact",
        "email = NULL, no-address",
    })
    void someGetNothingWhateverHappened(String column, String reason) {
        String id = book("chat", WEDNESDAY_TEN);
        database.useHandle(handle -> handle.execute(
                "UPDATE patient SET " + column + " WHERE id = (SELECT patient_id FROM appointment WHERE id = ?)",
                UUID.fromString(id)));
        settle();
        at("2027-02-02T10:00:00+11:00");
        assertThat(mail.caught()).isEmpty();
        assertThat(messagesOf(id)).containsExactly("confirmation dropped " + reason, "reminder dropped " + reason);
    }

    @Test
    void aLetterGoesToTheAddressOfTheMomentInWhichItIsSent() {
        String id = book("chat", WEDNESDAY_TEN);
        rounds.plan();
        database.useHandle(handle -> handle.execute(
                "UPDATE patient SET email = 'new@example.org' WHERE id = (SELECT patient_id FROM appointment WHERE id = ?)",
                UUID.fromString(id)));
        settle();
        assertThat(onlyLetter().recipient()).isEqualTo("new@example.org");
    }

    @Test
    void whoHasBeenWrittenToFiftyTimesTodayGetsNoMore() {
        String id = book("chat", WEDNESDAY_TEN);
        rounds.plan();
        database.useHandle(handle -> handle.execute("""
                INSERT INTO message (id, patient_id, appointment_id, appointment_version, purpose, template, urgent, due_at,
                                     good_until, state, claimed_at, sent_at, letter_id, created_at)
                SELECT gen_random_uuid(), patient_id, id, 1, 'confirmation', 'news', false, created_at, created_at, 'sent',
                       created_at, created_at, gen_random_uuid(), created_at
                  FROM appointment, generate_series(1, 50) WHERE id = ?
                """, UUID.fromString(id)));
        settle();
        assertThat(mail.caught()).isEmpty();
        assertThat(messagesOf(id)).contains("confirmation dropped too-many");
    }

    @Test
    void aPatientWhoseLanguageWeLackIsWrittenToInEnglishAndTheRecordSaysSo() {
        String id = booked(guest(key)
                .body(network.visit(
                        "chat",
                        30,
                        "north",
                        "anna",
                        WEDNESDAY_TEN,
                        somebody().replace("\"language\":\"en\"", "\"language\":\"vi\"")))
                .post(APPOINTMENTS));
        settle();
        assertThat(onlyLetter().header("Content-Language")).isEqualTo("en");
        List<String> languages =
                receptionist("north").get(APPOINTMENTS + "/" + id + "/messages").path("items.language");
        assertThat(languages.getFirst()).isEqualTo("en");
    }

    // Sending once -------------------------------------------------------------------------------------------------

    @Test
    void workersAtOnceSendEachLetterOnce() throws Exception {
        List<String> starts = List.of("09:30", "10:30", "11:30", "13:00", "14:00", "15:00");
        starts.forEach(start -> booked(guest(newKey())
                .body(network.visit("chat", 30, "north", "anna", "2027-02-03T" + start + ":00+11:00", somebody()))
                .post(APPOINTMENTS)));
        rounds.plan();
        clock.advance(SETTLED);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Boolean>> workers = IntStream.range(0, 4)
                    .<Callable<Boolean>>mapToObj(worker -> () -> {
                        sendMessages.round();
                        return true;
                    })
                    .toList();
            for (var done : threads.invokeAll(workers)) {
                assertThat(done.get()).isTrue();
            }
        }
        rounds.send();
        assertThat(mail.caught()).hasSize(starts.size());
        assertThat(mail.caught())
                .extracting(letter -> letter.header("Message-ID"))
                .doesNotHaveDuplicates();
    }

    @Test
    void aLetterWhoseSenderWasKilledIsReportedAndNotRepeated() {
        String id = book("chat", WEDNESDAY_TEN);
        rounds.plan();
        clock.advance(SETTLED);
        SendMessages.Claim claim = QuarkusTransaction.requiringNew().call(sendMessages::claim);
        assertThat(claim).isInstanceOf(SendMessages.Claim.Claimed.class);
        rounds.send();
        assertThat(messagesOf(id)).contains("confirmation claimed");
        clock.advance(Duration.ofMinutes(10));
        rounds.send();
        assertThat(messagesOf(id)).contains("confirmation unclear stopped-while-sending");
        clock.advance(Duration.ofHours(1));
        rounds.send();
        assertThat(mail.caught()).isEmpty();
        assertThat(log.lines).anyMatch(line -> line.contains("may have gone out and is not repeated"));
    }

    @Test
    void whatComesBackLateFromItsSenderIsSentAfterAll() {
        String id = book("chat", WEDNESDAY_TEN);
        rounds.plan();
        clock.advance(SETTLED);
        var claimed =
                (SendMessages.Claim.Claimed) QuarkusTransaction.requiringNew().call(sendMessages::claim);
        clock.advance(Duration.ofMinutes(11));
        sendMessages.giveUpUnanswered();
        sendMessages.send(claimed);
        assertThat(messagesOf(id)).contains("confirmation sent");
    }

    @Test
    void whileTheServerIsAwayALetterIsTriedAgainUnderTheSameMessageId() {
        String id = book("chat", WEDNESDAY_TEN);
        mail.answersRecipients("451 later");
        settle();
        assertThat(messagesOf(id)).contains("confirmation planned smtp-451");
        mail.goAway();
        clock.advance(Duration.ofMinutes(1));
        rounds.send();
        assertThat(messagesOf(id)).contains("confirmation planned server-unreachable");
        mail.comeBack();
        mail.answersRecipients("");
        clock.advance(Duration.ofSeconds(59));
        rounds.send();
        assertThat(mail.caught()).isEmpty();
        clock.advance(Duration.ofSeconds(1));
        rounds.send();
        assertThat(onlyLetter().header("Message-ID")).isEqualTo("<%s@example.org>".formatted(idOf(id, "confirmation")));
        assertThat(messagesOf(id)).contains("confirmation sent");
    }

    @Test
    void afterEightTriesALetterHasFailed() {
        String id = book("chat", "2027-02-10T10:00:00+11:00");
        mail.answersRecipients("451 later");
        settle();
        for (int i = 0; i < 7; i++) {
            clock.advance(Duration.ofHours(1));
            rounds.send();
        }
        assertThat(messagesOf(id)).contains("confirmation failed smtp-451");
    }

    @Test
    void anAbsenceOfTheServerUsesUpNoTries() {
        String id = book("chat", "2027-02-10T10:00:00+11:00");
        mail.goAway();
        settle();
        for (int i = 0; i < 40; i++) {
            clock.advance(Duration.ofHours(1));
            rounds.send();
        }
        assertThat(messagesOf(id)).contains("confirmation planned server-unreachable");
        assertThat(triesOf(id)).isZero();
        mail.answersRecipients("451 later");
        mail.comeBack();
        clock.advance(Duration.ofMinutes(15));
        rounds.send();
        assertThat(messagesOf(id)).contains("confirmation planned smtp-451");
        assertThat(triesOf(id)).isEqualTo(1);
        mail.answersRecipients("");
        clock.advance(Duration.ofMinutes(1));
        rounds.send();
        assertThat(onlyLetter().header("Message-ID")).isEqualTo("<%s@example.org>".formatted(idOf(id, "confirmation")));
    }

    @Test
    void aServerThatIsAwayIsAskedEverLessOftenButEveryQuarterOfAnHour() {
        String id = book("chat", "2027-02-10T10:00:00+11:00");
        mail.goAway();
        settle();
        List<Long> pauses = IntStream.range(0, 8)
                .mapToObj(i -> {
                    Instant due = dueOf(id, "confirmation");
                    long pause = Duration.between(clock.instant(), due).toMinutes();
                    clock.setTo(due);
                    rounds.send();
                    return pause;
                })
                .toList();
        assertThat(pauses).containsExactly(1L, 1L, 2L, 4L, 8L, 15L, 15L, 15L);
    }

    @Test
    void whatTheServersAbsenceMadeTooLateHasFailed() {
        String id = book("chat", "2027-02-01T12:00:00+11:00");
        mail.goAway();
        settle();
        at("2027-02-01T11:59:59+11:00");
        assertThat(messagesOf(id)).contains("confirmation planned server-unreachable");
        mail.comeBack();
        at("2027-02-01T12:00:00+11:00");
        assertThat(messagesOf(id)).contains("confirmation failed server-unreachable");
        assertThat(mail.caught()).isEmpty();
    }

    @Test
    void theFirstLetterThatGoesOutAgainTakesAllThatWaitWithIt() {
        assertThat(offerLetters.areHeldUp()).isFalse();
        String first = book("chat", WEDNESDAY_TEN);
        mail.goAway();
        settle();
        at("2027-02-01T13:00:00+11:00");
        assertThat(offerLetters.areHeldUp()).isTrue();
        mail.comeBack();
        String second = booked(guest(newKey())
                .body(network.visit("chat", 30, "north", "anna", WEDNESDAY_TWO, somebody()))
                .post(APPOINTMENTS));
        settle();
        assertThat(offerLetters.areHeldUp()).isFalse();
        assertThat(messagesOf(second)).contains("confirmation sent");
        assertThat(messagesOf(first)).contains("confirmation sent");
    }

    @Test
    void anAddressThatDoesNotExistFailsAtOnce() {
        String id = book("chat", WEDNESDAY_TEN);
        mail.answersRecipients("550 no such mailbox: mia@example.org");
        settle();
        assertThat(messagesOf(id)).contains("confirmation failed smtp-550");
    }

    @Test
    void whatIsNoAddressFailsAtOnceAndHoldsUpNobody() {
        String broken = book("chat", WEDNESDAY_TEN);
        database.useHandle(handle -> handle.execute(
                "UPDATE patient SET email = 'mia at home' WHERE id = (SELECT patient_id FROM appointment WHERE id = ?)",
                UUID.fromString(broken)));
        String whole = book("chat", WEDNESDAY_TWO);
        settle();
        assertThat(messagesOf(broken)).contains("confirmation failed invalid-address");
        assertThat(messagesOf(whole)).contains("confirmation sent");
    }

    @Test
    void aLetterThatTheServerTookWithoutAWordIsUnclearAndNotRepeated() {
        String id = book("chat", WEDNESDAY_TEN);
        mail.hangsUpAfterTheLetter();
        settle();
        clock.advance(Duration.ofHours(2));
        rounds.send();
        assertThat(mail.caught()).hasSize(1);
        assertThat(messagesOf(id)).contains("confirmation unclear connection-lost");
    }

    @Test
    void whatAPersonSendsAnewGoesOutUnderAnotherMessageIdWithTheStateOfNow() {
        String id = book("chat", WEDNESDAY_TEN);
        mail.hangsUpAfterTheLetter();
        settle();
        String first = onlyLetter().header("Message-ID");
        mail.forgetAll();
        receptionist("north")
                .post("%s/%s/messages/%s/send-again".formatted(APPOINTMENTS, id, idOf(id, "confirmation")))
                .then()
                .statusCode(200);
        rounds.send();
        assertThat(onlyLetter().subject()).isEqualTo("Your appointment is confirmed");
        assertThat(onlyLetter().header("Message-ID")).isNotEqualTo(first);
        assertThat(messagesOf(id)).contains("confirmation unclear connection-lost", "confirmation sent");
    }

    @Test
    void whatIsPlannedAnewTakesThePlaceOfWhatCouldNotBeSent() {
        String id = book("chat", WEDNESDAY_TEN);
        rounds.plan();
        clock.advance(SETTLED);
        var claimed =
                (SendMessages.Claim.Claimed) QuarkusTransaction.requiringNew().call(sendMessages::claim);
        move(id, WEDNESDAY_TWO);
        rounds.plan();
        mail.answersRecipients("451 later");
        sendMessages.send(claimed);
        mail.answersRecipients("");
        settle();
        clock.advance(Duration.ofHours(2));
        rounds.send();
        assertThat(onlyLetter().subject()).isEqualTo("Your appointment has changed");
        assertThat(messagesOf(id)).contains("confirmation dropped superseded", "change sent");
    }

    @Test
    void neitherLogsNorRowsNameWhoIsWrittenTo() {
        String id = booked(guest(key)
                .body(network.visit(
                        "chat",
                        30,
                        "north",
                        "anna",
                        WEDNESDAY_TEN,
                        somebody().replace("mia@example.org", "zyxwina.q@example.org")))
                .post(APPOINTMENTS));
        mail.answersRecipients("451 zyxwina.q@example.org is busy");
        settle();
        mail.answersRecipients("550 zyxwina.q@example.org is unknown");
        clock.advance(Duration.ofMinutes(1));
        rounds.send();
        assertThat(messagesOf(id)).contains("confirmation failed smtp-550");
        assertThat(log.lines)
                .isNotEmpty()
                .noneMatch(line -> line.toLowerCase(Locale.ROOT).contains("zyxwina"));
        List<String> rows = database.withHandle(handle -> handle.createQuery("SELECT m::text FROM message m")
                .mapTo(String.class)
                .list());
        assertThat(rows).noneMatch(row -> row.contains("zyxwina"));
    }

    // Waitlist -----------------------------------------------------------------------------------------------------

    @Test
    void anOfferIsMadeAtOnceAndSaysUntilWhenItStands() {
        String hold = offeredHold(WEDNESDAY_TEN);
        rounds.plan();
        rounds.send();
        assertThat(onlyLetter().subject()).isEqualTo("A time has become free for you");
        assertThat(onlyLetter().text()).contains("Wednesday 3 February 2027, 10:00 am", "until 8:10 am");
        assertThat(messagesOf(hold)).containsExactly("waitlist-offer sent");
    }

    @Test
    void whomTheFrontDeskWroteDownIsSentToNoPageOnWhichTheyNeverWere() {
        String patient = booked(receptionist("north")
                .body("""
                        {"givenName":"Mia","familyName":"Nguyen","dateOfBirth":"1988-04-12","language":"en",
                         "interpreter":false,"zone":"Australia/Melbourne","email":"mia@example.org","clinicId":"%s"}""".formatted(network.clinic("north")))
                .post("/booking/v1/patients"));
        offeredHold(receptionist("north"), patient, WEDNESDAY_TEN);
        rounds.plan();
        rounds.send();
        assertThat(onlyLetter().text().replaceAll("\\s+", " "))
                .contains("until 8:10 am", "call us before then: +61 3 5550 0101. If you have an account")
                .contains("take it at https://physio.test. You need not answer")
                .doesNotContain("page on which", "{", "NOT_FOUND");
    }

    @Test
    void anOfferThatHasRunOutIsNotMade() {
        String hold = offeredHold(WEDNESDAY_TEN);
        rounds.plan();
        clock.advance(Duration.ofMinutes(10));
        rounds.send();
        assertThat(mail.caught()).isEmpty();
        assertThat(messagesOf(hold)).containsExactly("waitlist-offer dropped superseded");
    }

    @Test
    void anOfferOfTheLastMomentOfTheDayIsToldOf() {
        clock.setTo(instant("2027-02-01T20:00:00+11:00"));
        String hold = offeredHold(WEDNESDAY_TEN);
        rounds.plan();
        clock.advance(Duration.ofSeconds(2));
        rounds.send();
        assertThat(messagesOf(hold)).containsExactly("waitlist-offer sent");
    }

    @Test
    void nobodyIsWokenByAnOffer() {
        clock.setTo(instant("2027-02-01T23:00:00+11:00"));
        String hold = offeredHold(WEDNESDAY_TEN);
        rounds.plan();
        rounds.send();
        assertThat(messagesOf(hold)).containsExactly("waitlist-offer dropped too-late");
    }

    // Unsubscribing ------------------------------------------------------------------------------------------------

    @Test
    void oneClickSwitchesOneKindOffAndOpeningTheAddressDoesNot() {
        String patient = newPatient("mia@example.org");
        bookFor(patient, WEDNESDAY_TEN);
        settle();
        at("2027-02-02T10:00:00+11:00");
        String address = mail.caught().getLast().header("List-Unsubscribe").replaceAll("^<https://physio.test|>$", "");
        String page = given().accept("text/html")
                .get(address)
                .then()
                .statusCode(200)
                .extract()
                .asString();
        assertThat(page).contains("<form method=\"post\">");
        assertThat(stillComes(address)).isTrue();
        given().contentType("application/x-www-form-urlencoded")
                .body("List-Unsubscribe=One-Click")
                .post(address)
                .then()
                .statusCode(200);
        given().multiPart("List-Unsubscribe", "One-Click").post(address).then().statusCode(200);
        assertThat(stillComes(address)).isFalse();
        mail.forgetAll();
        String next = bookFor(patient, "2027-02-05T10:00:00+11:00");
        settle();
        assertThat(onlyLetter().subject()).isEqualTo("Your appointment is confirmed");
        at("2027-02-04T10:00:00+11:00");
        assertThat(messagesOf(next)).containsExactly("confirmation sent", "reminder dropped switched-off");
    }

    @ParameterizedTest
    @ValueSource(strings = {"q3Vv9mXr2Kc8Zt5Yb1Ns7wq3Vv9mXr2K", "x"})
    void anAddressThatNoLetterHoldsIsNotFound(String token) {
        given().get("/booking/v1/unsubscribe/" + token).then().statusCode(404);
        given().post("/booking/v1/unsubscribe/" + token).then().statusCode(404);
    }

    @Test
    void whoPressesTheButtonOfThePageReadsThatItIsDone() {
        book("chat", WEDNESDAY_TEN);
        settle();
        at("2027-02-02T10:00:00+11:00");
        String address = mail.caught().getLast().header("List-Unsubscribe").replaceAll("^<https://physio.test|>$", "");
        String page = given().accept("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")
                .contentType("application/x-www-form-urlencoded")
                .post(address)
                .then()
                .statusCode(200)
                .contentType("text/html")
                // else browsers send the button's request without saying from where, and the gateway refuses it
                .header("Referrer-Policy", "same-origin")
                .header("Content-Security-Policy", containsString("form-action 'self'"))
                .extract()
                .asString();
        assertThat(page).contains("<h1>Done</h1>");
        assertThat(stillComes(address)).isFalse();
    }

    // --------------------------------------------------------------------------------------------------------------

    private void settle() {
        rounds.plan();
        clock.advance(SETTLED);
        rounds.send();
    }

    private void at(String time) {
        clock.setTo(instant(time));
        rounds.plan();
        rounds.send();
    }

    private Caught onlyLetter() {
        assertThat(mail.caught()).hasSize(1);
        return mail.caught().getFirst();
    }

    private String book(String treatment, String startsAt) {
        int minutes = treatment.equals("chat") ? 30 : 60;
        return booked(guest(key)
                .body(network.visit(treatment, minutes, "north", "anna", startsAt, somebody()))
                .post(APPOINTMENTS));
    }

    private String newPatient(String email) {
        return booked(guest(key).body("""
                        {"givenName":"Mia","familyName":"Nguyen","dateOfBirth":"1988-04-12","language":"en",
                         "interpreter":false,"zone":"Australia/Melbourne","email":"%s"}""".formatted(email)).post("/booking/v1/patients"));
    }

    private String bookFor(String patient, String startsAt) {
        return booked(guest(key)
                .body(network.visit("chat", 30, "north", "anna", startsAt, ",\"patientId\":\"" + patient + "\""))
                .post(APPOINTMENTS));
    }

    private String version(String id) {
        return guest(key).get(APPOINTMENTS + "/" + id).header("ETag");
    }

    private void move(String id, String startsAt) {
        guest(key)
                .header("If-Match", version(id))
                .body("{\"startsAt\":\"" + startsAt + "\"}")
                .post(APPOINTMENTS + "/" + id + "/reschedule")
                .then()
                .statusCode(200);
    }

    private void cancel(String id) {
        guest(key)
                .header("If-Match", version(id))
                .body("{\"reason\":\"changed-plans\"}")
                .post(APPOINTMENTS + "/" + id + "/cancel")
                .then()
                .statusCode(200);
    }

    private void complete(String id) {
        changed(id, "state = 'completed'", "appointment-completed", Map.of());
    }

    private void needsRebooking(String id) {
        changed(id, "rebooking_needed = true", "appointment-needs-rebooking", Map.of("because", "time-off"));
    }

    private String offeredHold(String startsAt) {
        return offeredHold(guest(key), newPatient("mia@example.org"), startsAt);
    }

    private String offeredHold(RequestSpecification owner, String patient, String startsAt) {
        String hold = booked(
                owner.body(network.visit("chat", 30, "north", "anna", startsAt, ",\"patientId\":\"" + patient + "\""))
                        .post("/booking/v1/holds"));
        QuarkusTransaction.requiringNew()
                .run(() -> events.write(
                        new Event(
                                "waitlist-offered",
                                null,
                                null,
                                network.clinic("north"),
                                null,
                                Map.of("entryId", UUID.randomUUID().toString(), "offerId", hold)),
                        "test"));
        return hold;
    }

    /** What other features do to an appointment, with the event they write. */
    private void changed(String id, String columns, String event, Map<String, Object> details) {
        QuarkusTransaction.requiringNew().run(() -> {
            int version = database.withHandle(handle -> handle.createQuery("UPDATE appointment SET " + columns
                            + ", version = version + 1 WHERE id = :id RETURNING version")
                    .bind("id", UUID.fromString(id))
                    .mapTo(Integer.class)
                    .one());
            events.write(
                    new Event(event, UUID.fromString(id), version, network.clinic("north"), null, details), "test");
        });
    }

    /** Purpose, state and reason of each, in the order in which they were planned. */
    private List<String> messagesOf(String id) {
        return database.withHandle(handle -> handle.createQuery("""
                        SELECT concat_ws(' ', purpose, state, reason) FROM message WHERE appointment_id = :id
                         ORDER BY created_at, purpose
                        """)
                .bind("id", UUID.fromString(id))
                .mapTo(String.class)
                .list());
    }

    private int triesOf(String id) {
        return database.withHandle(handle -> handle.createQuery(
                        "SELECT attempts FROM message WHERE appointment_id = :id AND purpose = 'confirmation'")
                .bind("id", UUID.fromString(id))
                .mapTo(Integer.class)
                .one());
    }

    private Instant dueOf(String id, String purpose) {
        return database.withHandle(handle -> handle.createQuery(
                        "SELECT due_at FROM message WHERE appointment_id = :id AND purpose = :purpose AND state = 'planned'")
                .bind("id", UUID.fromString(id))
                .bind("purpose", purpose)
                .mapTo(OffsetDateTime.class)
                .one()
                .toInstant());
    }

    private String idOf(String id, String purpose) {
        return database.withHandle(handle -> handle.createQuery(
                        "SELECT id::text FROM message WHERE appointment_id = :id AND purpose = :purpose")
                .bind("id", UUID.fromString(id))
                .bind("purpose", purpose)
                .mapTo(String.class)
                .one());
    }

    private static boolean stillComes(String address) {
        return given().accept("application/json").get(address).path("subscribed");
    }

    private static Instant instant(String time) {
        return OffsetDateTime.parse(time).toInstant();
    }

    /** Every line as it would be written, stack traces included. */
    private static final class LogLines extends Handler {

        private final Queue<String> lines = new ConcurrentLinkedQueue<>();
        private final PatternFormatter form = new PatternFormatter("%X %s%e");

        @Override
        public void publish(LogRecord line) {
            lines.add(form.format(line));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}

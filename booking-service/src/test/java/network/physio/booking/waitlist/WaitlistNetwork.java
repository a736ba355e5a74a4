package network.physio.booking.waitlist;

import static network.physio.booking.TestNetwork.guest;
import static network.physio.booking.TestNetwork.newKey;
import static network.physio.booking.TestNetwork.receptionist;
import static network.physio.booking.TestNetwork.somebody;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Singleton;
import java.util.List;
import network.physio.booking.TestNetwork;
import network.physio.booking.screening.Passes;
import org.jdbi.v3.core.Jdbi;

/** The test network with an empty waitlist, and the steps that tests of it share. */
@Singleton
public class WaitlistNetwork {

    static final String WAITLIST = "/booking/v1/waitlist";
    static final String APPOINTMENTS = "/booking/v1/appointments";
    static final String HOLDS = "/booking/v1/holds";
    static final String PATIENTS = "/booking/v1/patients";
    static final String TEN = "2027-02-02T10:00:00+11:00";

    private final TestNetwork network;
    private final Passes passes;
    private final WaitlistRound round;
    private final Jdbi database;

    WaitlistNetwork(TestNetwork network, Passes passes, WaitlistRound round, Jdbi database) {
        this.network = network;
        this.passes = passes;
        this.round = round;
        this.database = database;
    }

    /** Somebody who waits: the guest's key, and the entry's id. */
    record Waiting(String key, String id) {

        RequestSpecification asGuest() {
            return guest(key);
        }

        Response read() {
            return asGuest().get(WAITLIST + "/" + id);
        }

        String state() {
            return read().then().statusCode(200).extract().path("state");
        }

        /** The id of what is offered; null for nothing. */
        String offer() {
            return read().path("offer.id");
        }

        Response decline(String offer) {
            return asGuest().post(WAITLIST + "/" + id + "/offers/" + offer + "/decline");
        }
    }

    public void fresh() {
        network.fresh();
        passes.pulledAt(TestNetwork.MONDAY_EIGHT);
        database.useHandle(handle -> {
            // Those of other tests: everybody here has the same address, which is written to only so often a day.
            handle.execute("DELETE FROM message");
            handle.execute("DELETE FROM waitlist_offer");
            handle.execute("DELETE FROM waitlist_freed_time");
            handle.execute("DELETE FROM waitlist_entry");
        });
        settle();
    }

    /** One round, of whatever this copy of the service knows by then. */
    public void round() {
        network.settled();
        round.run();
    }

    /** Runs rounds until everything that was committed before has been followed, and what came of it. */
    void settle() {
        followEverything();
        followEverything();
    }

    /** A round that leaves the place in the events as it was has found nothing new. */
    private void followEverything() {
        String before;
        do {
            before = place();
            // Freed times rest in the product until the picture of what is free knows of them; here they do not.
            round();
        } while (!place().equals(before));
    }

    private String place() {
        return database.withHandle(handle -> handle.createQuery(
                        "SELECT concat(seen, reading, last_seq) FROM event_consumer WHERE name = 'waitlist'")
                .mapTo(String.class)
                .findOne()
                .orElse(""));
    }

    /** A new guest waits for advice at north on any day of February; {@code more} begins with a comma. */
    Waiting join(String more) {
        String key = newKey();
        return new Waiting(key, joined(guest(key), wish(more)));
    }

    Waiting join() {
        return join("");
    }

    String joined(RequestSpecification caller, String body) {
        return caller.body(body).post(WAITLIST).then().statusCode(201).extract().path("id");
    }

    String wish(String more) {
        return wish("chat", "north", somebody() + more);
    }

    String wish(String treatment, String clinic, String more) {
        return """
                {"treatmentId":"%s","minutes":30,"clinicIds":["%s"],"latest":"2027-02-26"%s}""".formatted(network.treatment(treatment), network.clinic(clinic), more);
    }

    /** An appointment of a guest. */
    record Booked(String key, String id, String patient) {

        Response cancel() {
            return guest(key)
                    .header("If-Match", guest(key).get(APPOINTMENTS + "/" + id).header("ETag"))
                    .body("{\"reason\":\"changed-plans\"}")
                    .post(APPOINTMENTS + "/" + id + "/cancel");
        }
    }

    Booked book(String practitioner, String startsAt) {
        String key = newKey();
        Response booked = guest(key)
                .body(network.visit("chat", 30, "north", practitioner, startsAt, somebody()))
                .post(APPOINTMENTS);
        booked.then().statusCode(201);
        return new Booked(key, booked.path("id"), booked.path("patientId"));
    }

    /** Books the time, and calls it off. */
    void free(String practitioner, String startsAt) {
        book(practitioner, startsAt).cancel().then().statusCode(200);
    }

    /** Somebody whom the front desk of north knows. */
    String known() {
        return TestNetwork.booked(receptionist("north")
                .body("""
                        {"givenName":"Mia","familyName":"Nguyen","dateOfBirth":"1988-04-12","language":"en",
                         "interpreter":false,"zone":"Australia/Melbourne","email":"mia@example.org","clinicId":"%s"}""".formatted(network.clinic("north")))
                .post(PATIENTS));
    }

    /** Reception finds that a patient who has just been entered is one it knows. */
    Response merge(String entered, String known) {
        return receptionist("north")
                .header("If-Match", "\"1\"")
                .body("{\"into\":\"%s\",\"identityChecked\":true}".formatted(known))
                .post(PATIENTS + "/" + entered + "/merge");
    }

    Response take(RequestSpecification caller, String offer) {
        return caller.body("{\"holdId\":\"" + offer + "\"}").post(APPOINTMENTS);
    }

    List<String> eventsOf(String column, String id) {
        return database.withHandle(handle -> handle.createQuery("SELECT type FROM event WHERE "
                        + (column.equals("appointment") ? "appointment_id::text" : "details->>'entryId'")
                        + " = :id ORDER BY seq")
                .bind("id", id)
                .mapTo(String.class)
                .list());
    }

    /** Whose time has been offered, with the local start, in the order in which it was. */
    List<String> offersMade() {
        return database.withHandle(
                handle -> handle.createQuery("""
                        SELECT p.code || ' ' || to_char(o.starts_at AT TIME ZONE 'Australia/Melbourne', 'DD HH24:MI')
                          FROM waitlist_offer o JOIN practitioner p ON p.id = o.practitioner_id
                         ORDER BY o.id
                        """).mapTo(String.class).list());
    }

    int offers() {
        return database.withHandle(handle -> handle.createQuery("SELECT count(*) FROM waitlist_offer")
                .mapTo(Integer.class)
                .one());
    }
}

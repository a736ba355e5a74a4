package network.physio.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import network.physio.bench.SoakClient.Answer;
import network.physio.bench.SoakDesk.Standing;
import network.physio.bench.SoakDesk.State;

/** Patients whom a front desk writes down for a time that becomes free, and what it makes of their offers. */
final class SoakWaitlist {

    private static final int MOST = 8;

    /** Somebody who waits. */
    private record Entry(String id, String patient) {}

    private final SoakDesk desk;
    private final List<Entry> waiting = new ArrayList<>();

    SoakWaitlist(SoakDesk desk) {
        this.desk = desk;
    }

    void operation() {
        if (waiting.isEmpty() || (waiting.size() < MOST && desk.random.nextInt(3) == 0)) {
            join();
        } else {
            look(waiting.get(desk.random.nextInt(waiting.size())));
        }
    }

    private void join() {
        String patient = desk.anyPatient();
        Answer answer = desk.call(
                "POST",
                "/booking/v1/waitlist",
                """
                {"treatmentId":"%s","minutes":%d,"clinicIds":["%s"],"latest":"%s","patientId":"%s"}""".formatted(
                                desk.network.treatment(),
                                SoakNetwork.MINUTES,
                                desk.anyPlace().clinic(),
                                desk.network.firstDay().plusDays(SoakNetwork.DAYS),
                                patient),
                null,
                "wait");
        if (answer.status() == 201) {
            waiting.add(new Entry(answer.json().path("id").asText(), patient));
        }
    }

    /** An offer is taken, declined, or left to run out with whoever goes. */
    private void look(Entry entry) {
        String path = "/booking/v1/waitlist/" + entry.id();
        JsonNode read = desk.client.get(path);
        JsonNode offer = read.path("offer");
        int choice = desk.random.nextInt(4);
        if (!List.of("waiting", "offered").contains(read.path("state").asText())) {
            waiting.remove(entry);
        } else if (choice == 0) {
            desk.call("DELETE", path, null, null, "leave");
            waiting.remove(entry);
        } else if (offer.hasNonNull("id") && choice == 1) {
            desk.call("POST", path + "/offers/" + offer.path("id").asText() + "/decline", null, null, "decline");
        } else if (offer.hasNonNull("id")) {
            take(entry, offer);
        }
    }

    private void take(Entry entry, JsonNode offer) {
        String id = offer.path("id").asText();
        Answer answer = desk.call(
                "POST",
                "/booking/v1/appointments",
                "{\"holdId\":\"%s\",\"patientId\":\"%s\"}".formatted(id, entry.patient()),
                null,
                "take offer");
        if (answer.status() == 201) {
            desk.stands(
                    id,
                    new Standing(
                            State.CONFIRMED,
                            offer.path("startsAt").asText(),
                            offer.path("practitionerId").asText()),
                    answer.etag());
        }
    }
}

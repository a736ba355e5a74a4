package network.physio.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import network.physio.bench.SoakClient.Answer;
import network.physio.bench.SoakDesk.Standing;
import network.physio.bench.SoakDesk.State;

/** Courses of visits that a front desk books and calls off together. */
final class SoakSeries {

    private static final int MOST = 20;

    private final SoakDesk desk;
    private final List<String> booked = new ArrayList<>();

    SoakSeries(SoakDesk desk) {
        this.desk = desk;
    }

    void operation() {
        if (booked.isEmpty() || (booked.size() < MOST && desk.random.nextBoolean())) {
            book();
        } else {
            cancel(booked.remove(desk.random.nextInt(booked.size())));
        }
    }

    private void book() {
        SoakNetwork.Place place = desk.anyPlace();
        TreeSet<String> starts = new TreeSet<>();
        while (starts.size() < 3) {
            starts.add("\"" + desk.anyLocal() + "\"");
        }
        Answer answer = desk.call(
                "POST",
                "/booking/v1/series",
                """
                {"treatmentId":"%s","minutes":%d,"clinicId":"%s","practitionerId":"%s","anyPractitioner":false,
                 "starts":%s,"mode":"%s","patientId":"%s"}""".formatted(
                                desk.network.treatment(),
                                SoakNetwork.MINUTES,
                                place.clinic(),
                                place.practitioner(),
                                starts,
                                desk.random.nextBoolean() ? "each" : "all-or-nothing",
                                desk.anyPatient()),
                null,
                "series");
        if (answer.status() == 201) {
            booked.add(answer.json().path("id").asText());
            answer.json().path("visits").forEach(visit -> {
                JsonNode appointment = visit.path("appointment");
                desk.stands(
                        appointment.path("id").asText(),
                        new Standing(
                                State.CONFIRMED, appointment.path("startsAt").asText(), place.practitioner()),
                        null);
            });
        }
    }

    /** What of it was called off, or moved, by itself before stays as it is. */
    private void cancel(String series) {
        String path = "/booking/v1/series/" + series;
        String etag =
                desk.client.untilAnswered("GET", path, null, null, null, 200).etag();
        Answer answer = desk.call("POST", path + "/cancel", "{\"reason\":\"changed-plans\"}", etag, "cancel series");
        if (answer.status() == 200) {
            answer.json().path("occurrences").forEach(one -> {
                if (one.path("outcome").asText().equals("cancelled")) {
                    desk.letGo(one.path("appointmentId").asText(), State.CANCELLED);
                }
            });
        }
    }
}

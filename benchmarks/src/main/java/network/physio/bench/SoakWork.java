package network.physio.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDateTime;
import network.physio.bench.SoakClient.Answer;
import network.physio.bench.SoakDesk.Standing;
import network.physio.bench.SoakDesk.State;

/** One front desk's random operations. */
final class SoakWork {

    /** So many at once are enough: with more, nothing would be free. */
    private static final int MOST_VISITS = 150;

    private final SoakDesk desk;
    private final SoakSeries series;
    private final SoakWaitlist waitlist;

    SoakWork(SoakDesk desk) {
        this.desk = desk;
        this.series = new SoakSeries(desk);
        this.waitlist = new SoakWaitlist(desk);
    }

    void operation() {
        int what = desk.random.nextInt(100);
        if (desk.open() > MOST_VISITS) {
            end(desk.anyOpen());
        } else if (what < 32 || desk.open() == 0) {
            take("/booking/v1/holds", State.HELD, "");
        } else if (what < 44) {
            take("/booking/v1/appointments", State.CONFIRMED, ",\"patientId\":\"" + desk.anyPatient() + "\"");
        } else if (what < 63) {
            confirmOrMove(desk.anyOpen());
        } else if (what < 68) {
            extend(desk.anyOpen());
        } else if (what < 87) {
            end(desk.anyOpen());
        } else if (what < 91) {
            series.operation();
        } else if (what < 96) {
            waitlist.operation();
        } else if (what < 98) {
            timeOff();
        } else if (what < 99) {
            closure();
        } else {
            roster();
        }
    }

    private void take(String path, State state, String more) {
        SoakNetwork.Place place = desk.anyPlace();
        String startsAt = desk.anyStart();
        Answer answer = desk.call(
                "POST",
                path,
                """
                {"treatmentId":"%s","minutes":%d,"clinicId":"%s","practitionerId":"%s","startsAt":"%s"%s}""".formatted(
                                desk.network.treatment(),
                                SoakNetwork.MINUTES,
                                place.clinic(),
                                place.practitioner(),
                                startsAt,
                                more),
                null,
                state == State.HELD ? "hold" : "book");
        if (answer.status() == 201) {
            String id = answer.json().path("id").asText();
            desk.stands(id, new Standing(state, startsAt, place.practitioner()), answer.etag());
        }
    }

    private void confirmOrMove(String id) {
        Standing now = desk.standing(id);
        if (now.state() == State.HELD) {
            Answer answer = desk.call(
                    "POST", "/booking/v1/appointments", """
                    {"holdId":"%s","patientId":"%s"}""".formatted(id, desk.anyPatient()), null, "confirm");
            if (answer.status() == 201) {
                desk.stands(id, new Standing(State.CONFIRMED, now.startsAt(), now.practitioner()), answer.etag());
            } else if (answer.status() == 410) {
                desk.letGo(id, State.LET_GO);
            }
            return;
        }
        String startsAt = desk.anyStart();
        Answer answer = desk.change(
                "POST",
                "/booking/v1/appointments/" + id + "/reschedule",
                "{\"startsAt\":\"" + startsAt + "\"}",
                id,
                "move");
        if (answer.status() == 200) {
            desk.stands(id, new Standing(State.CONFIRMED, startsAt, now.practitioner()), answer.etag());
        }
    }

    private void extend(String id) {
        if (desk.standing(id).state() == State.HELD) {
            desk.change(
                    "PATCH",
                    "/booking/v1/holds/" + id,
                    "{\"extend\":true,\"patientId\":\"" + desk.anyPatient() + "\"}",
                    id,
                    "extend");
        }
    }

    private void end(String id) {
        if (desk.standing(id).state() == State.HELD) {
            if (desk.call("DELETE", "/booking/v1/holds/" + id, null, null, "release")
                            .status()
                    == 204) {
                desk.letGo(id, State.LET_GO);
            }
            return;
        }
        Answer answer = desk.change(
                "POST", "/booking/v1/appointments/" + id + "/cancel", "{\"reason\":\"changed-plans\"}", id, "cancel");
        if (answer.status() == 200) {
            desk.letGo(id, State.CANCELLED);
        }
    }

    /** Taken over whatever is there, and given back at once: appointments stay where they were moved aside to. */
    private void timeOff() {
        SoakNetwork.Place place = desk.anyPlace();
        String path = "/booking/v1/practitioners/" + place.practitioner() + "/time-off";
        LocalDateTime from = desk.anyLocal();
        Answer answer = desk.call("POST", path, """
                {"from":"%s","until":"%s","reason":"meeting","strandAppointments":true}""".formatted(from, from.plusHours(1)), null, "time off");
        if (answer.status() == 201) {
            desk.call("DELETE", path + "/" + answer.json().path("id").asText(), null, null, "give back");
        }
    }

    /** As with time off: the clinic closes over whatever is there, and opens again. */
    private void closure() {
        String path = "/booking/v1/clinics/" + desk.anyPlace().clinic() + "/closures";
        LocalDateTime from = desk.anyLocal();
        Answer answer = desk.call("POST", path, """
                {"from":"%s","until":"%s","reason":"storm","strandAppointments":true}""".formatted(from, from.plusHours(1)), null, "close");
        if (answer.status() == 201) {
            desk.call("DELETE", path + "/" + answer.json().path("id").asText(), null, null, "reopen");
        }
    }

    /** Other hours on one day; what somebody else has changed since they were read is not overwritten. */
    private void roster() {
        SoakNetwork.Place place = desk.anyPlace();
        String path = "/booking/v1/practitioners/" + place.practitioner() + "/rosters";
        Answer read = desk.client.untilAnswered("GET", path, null, null, null, 200);
        String day = desk.anyLocal().toLocalDate().toString();
        ObjectNode rosters = JsonNodeFactory.instance.objectNode();
        rosters.set("rosters", read.json().path("rosters"));
        ArrayNode exceptions = rosters.putArray("exceptions");
        read.json().path("exceptions").forEach(exception -> {
            if (!exception.path("day").asText().equals(day)) {
                exceptions.add(exception);
            }
        });
        int from = 8 + desk.random.nextInt(3);
        ObjectNode exception =
                exceptions.addObject().put("clinicId", place.clinic()).put("day", day);
        exception
                .putArray("hours")
                .addObject()
                .put("from", "%02d:00".formatted(from))
                .put("until", "%02d:00".formatted(from + 6 + desk.random.nextInt(3)));
        rosters.put("strandAppointments", true);
        desk.call("PUT", path, rosters.toString(), read.etag(), "roster");
    }
}

package network.physio.local;

import static network.physio.local.Api.and;
import static network.physio.local.Fitzroy.each;
import static network.physio.local.Fitzroy.eventually;
import static network.physio.local.Fitzroy.items;
import static network.physio.local.Fitzroy.list;
import static network.physio.local.Fitzroy.ok;
import static network.physio.local.Fitzroy.refused;
import static network.physio.local.Fitzroy.somebody;
import static network.physio.local.Fitzroy.start;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Somebody without an account looks for a time, keeps it, books it, and changes their mind. */
@ExtendWith(StackExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GuestJourneyIT {

    private final Fitzroy fitzroy;
    private final Api gateway;
    private final Map<String, String> guest = Api.newGuest();

    GuestJourneyIT(LocalStack stack) {
        fitzroy = new Fitzroy(stack);
        gateway = fitzroy.gateway;
    }

    @Test
    void timesAreFoundByPersonLanguageWeekdayAndTimeOfDay() {
        List<JsonNode> found =
                fitzroy.slots("journey-talk", 30, "&language=it&days=tue&days=thu&startsFrom=10:00&startsBefore=12:00");
        assertThat(found).isNotEmpty().allSatisfy(slot -> {
            assertThat(slot.path("practitionerCode").asText()).isEqualTo("journey-ana");
            assertThat(start(slot).getDayOfWeek()).isIn(DayOfWeek.TUESDAY, DayOfWeek.THURSDAY);
            assertThat(start(slot).toLocalTime()).isBetween(LocalTime.of(10, 0), LocalTime.of(11, 45));
        });
        assertThat(each(fitzroy.slots("journey-talk", 30, "&practitioner=journey-ben"), "practitionerCode"))
                .containsOnly("journey-ben");
        assertThat(each(fitzroy.slots("journey-talk", 30, ""), "practitionerCode"))
                .contains("journey-ana", "journey-ben");
    }

    @Test
    void timesAreFoundNearAPlaceAndANextOneForEachClinic() {
        String massage = "treatment=swedish-massage&minutes=45";
        String near = "&near=-37.7984,144.9784&within=2";
        assertThat(each(items(gateway.get("/booking/v1/slots?" + massage + near, Map.of())), "clinicCode"))
                .isNotEmpty()
                .containsOnly("fitzroy");

        List<JsonNode> next = items(ok(200, gateway.get("/booking/v1/slots/next?" + massage, Map.of())));
        assertThat(each(next, "clinicCode"))
                .doesNotHaveDuplicates()
                .contains("fitzroy", "brunswick", "richmond", "footscray", "st-kilda", "box-hill");
        assertThat(next.stream().map(Fitzroy::start).toList()).isSorted();
        assertThat(start(next.stream()
                        .filter(slot -> slot.path("clinicCode").asText().equals("fitzroy"))
                        .findFirst()
                        .orElseThrow()))
                .isEqualTo(start(items(gateway.get("/booking/v1/slots?" + massage + near + "&limit=1", Map.of()))
                        .getFirst()));
    }

    @Test
    void aCheckSaysOfEachTimeWhetherItCanBeBookedAndWhyNot() {
        JsonNode free = fitzroy.freeDay("journey-talk", 30, "journey-ana").getFirst();
        Map<String, Object> good = fitzroy.wish("journey-talk", free);
        Map<String, Object> atNight =
                AccessPeople.with(good, "startsAt", start(free).minusHours(6).toString());
        Map<String, Object> offGrid =
                AccessPeople.with(good, "startsAt", start(free).plusMinutes(5).toString());
        Map<String, Object> tooShort = AccessPeople.with(good, "minutes", 25);

        List<JsonNode> verdicts = list(ok(
                        200,
                        gateway.post(
                                "/booking/v1/slots/check",
                                Map.of(),
                                Map.of("slots", List.of(good, atNight, offGrid, tooShort))))
                .body()
                .path("slots"));

        assertThat(verdicts.get(0).path("bookable").asBoolean()).isTrue();
        assertThat(verdicts.get(0).path("slot").path("practitionerCode").asText())
                .isEqualTo("journey-ana");
        assertThat(each(verdicts.get(1).path("reasons"), "code")).contains("clinic-closed", "outside-roster");
        assertThat(each(verdicts.get(2).path("reasons"), "code")).containsExactly("off-grid");
        assertThat(each(verdicts.get(3).path("reasons"), "code")).contains("length-not-offered");
    }

    @Test
    void aHoldIsExtendedOnceNobodyBooksBesideItAndReleasedItIsFree() {
        List<JsonNode> day = fitzroy.freeDay("journey-talk", 30, "journey-ana");
        Map<String, Object> wish = fitzroy.wish("journey-talk", day.get(2));
        Api.Reply held = ok(201, fitzroy.hold(guest, wish));
        assertThat(held.body().path("state").asText()).isEqualTo("held");
        assertThat(expiry(held)).isCloseTo(Fitzroy.now().plusMinutes(10), within(30, ChronoUnit.SECONDS));

        Api.Reply beside = refused("slot-taken", fitzroy.book(Api.newGuest(), wish, somebody("Beside")));
        assertThat(list(beside.body().path("alternatives"))).isNotEmpty().noneSatisfy(alternative -> {
            assertThat(start(alternative)).isEqualTo(start(day.get(2)));
            assertThat(alternative.path("practitionerCode").asText()).isEqualTo("journey-ana");
        });

        String hold = "/booking/v1/holds/" + held.id();
        refused(
                "contact-details-needed",
                gateway.patch(hold, and(guest, "If-Match", held.etag()), Map.of("extend", true)));
        String patient = ok(201, gateway.post("/booking/v1/patients", guest, somebody("Ella")))
                .id();
        Api.Reply extended = ok(
                200,
                gateway.patch(hold, and(guest, "If-Match", held.etag()), Map.of("extend", true, "patientId", patient)));
        assertThat(extended.body().path("extended").asBoolean()).isTrue();
        assertThat(expiry(extended)).isAfter(expiry(held));
        refused(
                "hold-already-extended",
                gateway.patch(hold, and(guest, "If-Match", extended.etag()), Map.of("extend", true)));

        assertThat(gateway.delete(hold, Api.newGuest()).status())
                .as("somebody else releases nothing")
                .isEqualTo(404);
        ok(204, gateway.delete(hold, guest));
        ok(201, fitzroy.book(Api.newGuest(), wish, somebody("Next")));
    }

    private static OffsetDateTime expiry(Api.Reply hold) {
        return OffsetDateTime.parse(hold.body().path("expiresAt").asText());
    }

    @Test
    void aTreatmentTakesARoomAndADeviceForThePartsThatNeedThemAndOneMayBeWished() {
        String room = fitzroy.thing("rooms", "room-3");
        List<JsonNode> day = fitzroy.freeDay("journey-ultrasound", 45, "journey-ana", room);
        JsonNode first = day.get(4);
        Api.Reply booked = ok(
                201,
                fitzroy.book(
                        guest,
                        AccessPeople.with(fitzroy.wish("journey-ultrasound", first), "roomId", room),
                        somebody("Ursula")));
        JsonNode place = booked.body().path("place");
        assertThat(place.path("kind").asText()).isEqualTo("room");
        assertThat(place.path("roomId").asText()).isEqualTo(room);
        assertThat(place.path("name").asText()).isEqualTo("Room 3");
        assertThat(each(place.path("equipment"), "name")).containsExactly("Ultrasound unit");

        // The one device is used from the 15th to the 30th minute and cleaned until the 35th.
        Map<String, Object> colleague = AccessPeople.with(
                fitzroy.wish("journey-ultrasound", first), "practitionerId", fitzroy.practitioner("journey-ben"));
        Map<String, Object> tooSoon = AccessPeople.with(
                colleague, "startsAt", start(first).plusMinutes(15).toString());
        Map<String, Object> soonEnough = AccessPeople.with(
                colleague, "startsAt", start(first).plusMinutes(30).toString());
        Api.Reply refused = refused("slot-taken", fitzroy.book(guest, tooSoon, somebody("Udo")));
        assertThat(each(refused.body().path("reasons"), "code")).containsExactly("no-equipment-free");
        Map<String, Object> sameRoom = AccessPeople.with(soonEnough, "roomId", room);
        Api.Reply roomTaken = refused("slot-taken", fitzroy.book(guest, sameRoom, somebody("Uma")));
        assertThat(each(roomTaken.body().path("reasons"), "code")).containsExactly("no-room-free");
        Api.Reply beside = ok(201, fitzroy.book(guest, soonEnough, somebody("Uma")));
        assertThat(beside.body().path("place").path("roomId").asText())
                .as("another room was chosen")
                .isNotEqualTo(room);
    }

    @Test
    void whoeverWasSentTheLinkReadsMovesAndCallsOffUntilItIsRevoked() {
        List<JsonNode> day = fitzroy.freeDay("journey-talk", 60, "journey-ben");
        Api.Reply booked = ok(201, fitzroy.book(guest, fitzroy.wish("journey-talk", day.get(0)), somebody("Lena")));
        String appointment = "/booking/v1/appointments/" + booked.id();
        Api.Reply made = ok(201, gateway.post(appointment + "/manage-links", guest));
        Map<String, String> link =
                Map.of("Manage-Token", made.body().path("token").asText());

        Api.Reply seen = ok(200, gateway.get(appointment, link));
        assertThat(seen.body().path("practitioner").path("name").asText()).isEqualTo("Ben Journey");
        assertThat(seen.body().path("price").path("amount").asInt()).isEqualTo(18000);
        assertThat(seen.body().path("screening").path("state").asText()).isEqualTo("not-required");

        Map<String, Object> later =
                Map.of("startsAt", day.get(8).path("startsAt").asText());
        String move = appointment + "/reschedule";
        refused("precondition-required", gateway.post(move, link, later));
        refused("stale-version", gateway.post(move, and(link, "If-Match", "\"99\""), later));
        Api.Reply moved = ok(200, gateway.post(move, and(link, "If-Match", seen.etag()), later));
        assertThat(moved.id()).isEqualTo(booked.id());
        assertThat(start(moved.body())).isEqualTo(start(day.get(8)));
        refused("stale-version", gateway.post(move, and(link, "If-Match", seen.etag()), later));

        ok(
                204,
                gateway.delete(
                        appointment + "/manage-links/" + made.body().path("id").asText(), guest));
        assertThat(gateway.get(appointment, link).status())
                .as("a revoked link opens nothing")
                .isIn(401, 404);

        Api.Reply off = ok(200, fitzroy.change(guest, moved, "cancel", Map.of("reason", "feeling-better")));
        assertThat(off.body().path("state").asText()).isEqualTo("cancelled");
        assertThat(off.body().path("cancellation").path("by").asText()).isEqualTo("patient");
        assertThat(off.body().path("cancellation").path("reason").asText()).isEqualTo("feeling-better");
        assertThat(off.body().path("cancellation").path("feeAmount").asInt())
                .as("days before it is free")
                .isZero();
        refused("appointment-state-conflict", fitzroy.change(guest, off, "reschedule", later));

        List<JsonNode> history = items(ok(200, gateway.get(appointment + "/history", guest)));
        assertThat(each(history, "type"))
                .containsSubsequence("appointment-booked", "appointment-moved", "appointment-cancelled");
        JsonNode movement = history.stream()
                .filter(entry -> entry.path("type").asText().equals("appointment-moved"))
                .findFirst()
                .orElseThrow();
        assertThat(OffsetDateTime.parse(
                        movement.path("details").path("fromStartsAt").asText()))
                .isEqualTo(start(day.get(0)));
        assertThat(each(history, "by")).contains("guest");
    }

    @Test
    void aFreedTimeIsOfferedAgainAndATakenOneIsNot() {
        JsonNode slot = fitzroy.freeDay("journey-talk", 30, "journey-ben").get(20);
        Api.Reply booked = ok(201, fitzroy.book(guest, fitzroy.wish("journey-talk", slot), somebody("Fred")));
        eventually(() -> offered(slot), offered -> !offered);
        ok(200, fitzroy.change(guest, booked, "cancel", Map.of("reason", "changed-plans")));
        eventually(() -> offered(slot), offered -> offered);
    }

    private boolean offered(JsonNode slot) {
        return fitzroy
                .slots("journey-talk", 30, "&practitioner=journey-ben&from=%1$s&to=%1$s".formatted(Fitzroy.day(slot)))
                .stream()
                .anyMatch(free -> start(free).isEqual(start(slot)));
    }

    @Test
    void aPatientIsNotInTwoPlacesAtOnce() {
        Map<String, String> patient = fitzroy.as("patient");
        String child = ok(
                        201,
                        gateway.post(
                                "/booking/v1/patients",
                                patient,
                                AccessPeople.with(somebody("Paula"), "relation", "carer")))
                .id();
        JsonNode slot = fitzroy.freeDay("journey-talk", 60, "journey-ana").get(6);
        Map<String, Object> first = AccessPeople.with(fitzroy.wish("journey-talk", slot), "patientId", child);
        ok(201, fitzroy.book(patient, first));
        Map<String, Object> overlapping = AccessPeople.with(
                AccessPeople.with(first, "practitionerId", fitzroy.practitioner("journey-ben")),
                "startsAt",
                start(slot).plus(Duration.ofMinutes(30)).toString());
        refused("patient-busy", fitzroy.book(patient, overlapping));
        ok(
                201,
                fitzroy.book(
                        patient,
                        AccessPeople.with(
                                overlapping,
                                "startsAt",
                                start(slot).plusHours(1).toString())));
    }
}

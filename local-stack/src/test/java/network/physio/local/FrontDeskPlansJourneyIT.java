package network.physio.local;

import static network.physio.local.Api.and;
import static network.physio.local.Fitzroy.day;
import static network.physio.local.Fitzroy.each;
import static network.physio.local.Fitzroy.email;
import static network.physio.local.Fitzroy.eventually;
import static network.physio.local.Fitzroy.list;
import static network.physio.local.Fitzroy.local;
import static network.physio.local.Fitzroy.ok;
import static network.physio.local.Fitzroy.refused;
import static network.physio.local.Fitzroy.somebody;
import static network.physio.local.Fitzroy.start;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** A front desk that plans: leave, a closed room, an illness, and visits that are fitted in or handed over. */
@ExtendWith(StackExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FrontDeskPlansJourneyIT {

    private static final String VISIT = "journey-visit";

    private final Fitzroy fitzroy;
    private final Api gateway;
    private final Map<String, String> desk;
    private final String eva;
    private final String finn;

    FrontDeskPlansJourneyIT(LocalStack stack) {
        fitzroy = new Fitzroy(stack);
        gateway = fitzroy.gateway;
        desk = fitzroy.desk();
        eva = fitzroy.practitioner("journey-eva");
        finn = fitzroy.practitioner("journey-finn");
    }

    @Test
    void leaveNamesWhomItWouldStrandAndIsTakenOnlyWhenTold() {
        List<JsonNode> day = freeDay();
        Api.Reply visit = ok(201, fitzroy.book(Api.newGuest(), fitzroy.wish(VISIT, day.get(2)), somebody("Liv")));
        String path = "/booking/v1/practitioners/%s/time-off".formatted(eva);
        Map<String, Object> leave = AccessPeople.with(
                Map.of("from", day(visit.body()) + "T08:00", "until", day(visit.body()) + "T18:00"),
                "reason",
                "training");

        Api.Reply refused = refused("would-strand-appointments", gateway.post(path, desk, leave));
        assertThat(each(refused.body().path("appointments"), "id")).containsExactly(visit.id());
        assertThat(fitzroy.read(desk, visit.id()).body().path("rebookingNeeded").asBoolean())
                .isFalse();

        Api.Reply taken = ok(201, gateway.post(path, desk, AccessPeople.with(leave, "strandAppointments", true)));
        assertThat(each(taken.body().path("rebookingNeeded"), "id")).containsExactly(visit.id());
        assertThat(fitzroy.read(desk, visit.id()).body().path("rebookingNeeded").asBoolean())
                .isTrue();
        eventually(() -> slotsOf("journey-eva", day(visit.body())), List::isEmpty);

        Api.Reply givenBack = ok(200, gateway.delete(path + "/" + taken.id(), desk));
        assertThat(each(givenBack.body().path("standing"), "id")).containsExactly(visit.id());
        eventually(() -> slotsOf("journey-eva", day(visit.body())), slots -> !slots.isEmpty());
    }

    @Test
    void aClosureNamesWhomItWouldStrandAndIsShownInTheDay() {
        JsonNode slot = freeDay().getLast();
        Api.Reply visit = ok(201, fitzroy.book(Api.newGuest(), fitzroy.wish(VISIT, slot), somebody("Clo")));
        String path = "/booking/v1/clinics/%s/closures".formatted(fitzroy.id());
        Map<String, Object> repairs = Map.of(
                "from",
                local(visit.body()),
                "until",
                local(visit.body()).substring(0, 11) + "17:00",
                "reason",
                "Floor repairs");

        Api.Reply refused = refused("would-strand-appointments", gateway.post(path, desk, repairs));
        assertThat(each(refused.body().path("appointments"), "id")).contains(visit.id());
        Api.Reply closed = ok(201, gateway.post(path, desk, AccessPeople.with(repairs, "strandAppointments", true)));
        assertThat(each(closed.body().path("rebookingNeeded"), "id")).contains(visit.id());

        JsonNode shown = dayOf(visit);
        assertThat(each(shown.path("closures"), "reason")).contains("Floor repairs");
        assertThat(onDay(shown, "journey-eva", visit)
                        .path("details")
                        .path("rebookingNeeded")
                        .asBoolean())
                .isTrue();
        eventually(
                () -> reasons(AccessPeople.with(fitzroy.wish(VISIT, slot), "practitionerId", finn)),
                reasons -> reasons.contains("clinic-closed"));
        Api.Reply reopened = ok(200, gateway.delete(path + "/" + closed.id(), desk));
        assertThat(each(reopened.body().path("standing"), "id")).contains(visit.id());
    }

    @Test
    void onASickDayVisitsGoToAColleagueAtTheirTimeTheRestIsMarkedAndPatientsAreToldOnce() {
        List<JsonNode> day = freeDay();
        Map<String, Object> sid = somebody("Sid");
        String patient = fitzroy.patient(sid).id();
        Api.Reply movable = ok(201, fitzroy.book(desk, of(day.get(0), eva, patient)));
        Api.Reply stuck = ok(201, fitzroy.book(desk, of(day.get(6), eva, patient)));
        ok(201, fitzroy.book(desk, AccessPeople.with(wish(day.get(6), finn), "patient", somebody("Busy"))));
        fitzroy.letter(email(sid), "");
        long before = fitzroy.letters(email(sid));

        String path = "/booking/v1/practitioners/%s/sick-days".formatted(eva);
        Map<String, Object> ill =
                Map.of("from", day(movable.body()) + "T07:00", "until", day(movable.body()) + "T19:00", "apply", false);
        Api.Reply preview = ok(200, gateway.post(path, desk, ill));
        assertThat(preview.body().path("applied").asBoolean()).isFalse();
        JsonNode first = among(preview, movable);
        assertThat(first.path("outcome").asText()).isEqualTo("moved");
        assertThat(first.path("practitionerName").asText()).isEqualTo("Finn Journey");
        JsonNode second = among(preview, stuck);
        assertThat(second.path("outcome").asText()).isEqualTo("rebooking-needed");
        assertThat(second.path("because").asText()).isEqualTo("nobody-free");
        assertThat(list(second.path("alternatives"))).isNotEmpty();
        assertThat(practitionerOf(movable)).as("shown, not done").isEqualTo(eva);

        Map<String, Object> apply = AccessPeople.with(
                AccessPeople.with(ill, "apply", true),
                "preview",
                preview.body().path("preview").asText());
        Api.Reply done = ok(201, gateway.post(path, desk, apply));
        assertThat(done.body().path("appointments")).isEqualTo(preview.body().path("appointments"));
        assertThat(practitionerOf(movable)).isEqualTo(finn);
        assertThat(start(fitzroy.read(desk, movable.id()).body())).isEqualTo(start(day.get(0)));
        assertThat(fitzroy.read(desk, stuck.id()).body().path("rebookingNeeded").asBoolean())
                .isTrue();

        MailCatcher.Caught letter = fitzroy.letter(email(sid), "Finn Journey");
        assertThat(letter.subject()).isEqualTo("News about your appointments");
        assertThat(letter.text()).contains("Eva Journey");
        assertThat(fitzroy.letters(email(sid))).as("one letter for both").isEqualTo(before + 1);

        Api.Reply givenBack = ok(
                200,
                gateway.delete(
                        "/booking/v1/practitioners/%s/time-off/%s"
                                .formatted(eva, done.body().path("timeOffId").asText()),
                        desk));
        assertThat(each(givenBack.body().path("standing"), "id")).containsExactly(stuck.id());
        assertThat(fitzroy.read(desk, stuck.id()).body().path("rebookingNeeded").asBoolean())
                .isFalse();
        assertThat(fitzroy.letter(email(sid), "after all").subject())
                .isEqualTo("Your appointment can take place after all");
    }

    @Test
    void anUrgentVisitIsFittedInWithAReasonByTheDeskOnly() {
        List<JsonNode> day = freeDay();
        ok(201, fitzroy.book(Api.newGuest(), fitzroy.wish(VISIT, day.get(3)), somebody("There")));
        Map<String, Object> urgent = AccessPeople.with(
                fitzroy.wish(VISIT, day.get(3)), "overbook", Map.of("reason", "urgent-need", "note", "Acute neck"));
        assertThat(fitzroy.book(Api.newGuest(), urgent, somebody("Pushy")).status())
                .isEqualTo(403);
        refused("slot-taken", fitzroy.book(desk, fitzroy.wish(VISIT, day.get(3)), somebody("Acute")));

        Api.Reply fitted = ok(201, fitzroy.book(desk, urgent, somebody("Acute")));
        assertThat(fitted.body().path("overbooked").asBoolean()).isTrue();
        assertThat(fitted.body().path("visit").path("overbook").path("reason").asText())
                .isEqualTo("urgent-need");
        assertThat(onDay(dayOf(fitted), "journey-eva", fitted)
                        .path("details")
                        .path("overbooked")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void aVisitIsHandedOverAndGetsAnotherRoomAtItsTime() {
        JsonNode slot = freeDay().get(8);
        Api.Reply visit = ok(201, fitzroy.book(desk, fitzroy.wish(VISIT, slot), somebody("Hanna")));
        Map<String, Object> sameTime = Map.of("startsAt", slot.path("startsAt").asText());

        Api.Reply handed =
                ok(200, fitzroy.change(desk, visit, "reschedule", AccessPeople.with(sameTime, "practitionerId", finn)));
        assertThat(handed.body().path("practitioner").path("name").asText()).isEqualTo("Finn Journey");
        assertThat(start(handed.body())).isEqualTo(start(slot));

        String room = List.of("room-3", "room-4").stream()
                .map(code -> fitzroy.thing("rooms", code))
                .filter(id ->
                        !id.equals(handed.body().path("place").path("roomId").asText()))
                .findFirst()
                .orElseThrow();
        Api.Reply elsewhere =
                ok(200, fitzroy.change(desk, handed, "reschedule", AccessPeople.with(sameTime, "roomId", room)));
        assertThat(elsewhere.body().path("place").path("roomId").asText()).isEqualTo(room);
        assertThat(start(elsewhere.body())).isEqualTo(start(slot));
        assertThat(elsewhere.body().path("practitioner").path("id").asText()).isEqualTo(finn);
        assertThat(elsewhere.body().path("price")).isEqualTo(visit.body().path("price"));
    }

    /** Of Eva, and of Finn as well, who takes over. */
    private List<JsonNode> freeDay() {
        return fitzroy.freeDayOfBoth(VISIT, 30, "journey-eva", "journey-finn");
    }

    private Map<String, Object> wish(JsonNode slot, String practitioner) {
        return AccessPeople.with(fitzroy.wish(VISIT, slot), "practitionerId", practitioner);
    }

    private Map<String, Object> of(JsonNode slot, String practitioner, String patient) {
        return AccessPeople.with(wish(slot, practitioner), "patientId", patient);
    }

    private List<JsonNode> slotsOf(String practitioner, String day) {
        return fitzroy.slots(VISIT, 30, "&practitioner=%1$s&from=%2$s&to=%2$s".formatted(practitioner, day));
    }

    private List<String> reasons(Map<String, Object> wish) {
        JsonNode verdict = ok(200, gateway.post("/booking/v1/slots/check", Map.of(), Map.of("slots", List.of(wish))))
                .body()
                .path("slots")
                .path(0);
        return each(verdict.path("reasons"), "code");
    }

    private String practitionerOf(Api.Reply visit) {
        return fitzroy.read(desk, visit.id())
                .body()
                .path("practitioner")
                .path("id")
                .asText();
    }

    private static JsonNode among(Api.Reply sickDay, Api.Reply visit) {
        return list(sickDay.body().path("appointments")).stream()
                .filter(one -> one.path("id").asText().equals(visit.id()))
                .findFirst()
                .orElseThrow();
    }

    private JsonNode dayOf(Api.Reply visit) {
        return ok(
                        200,
                        gateway.get(
                                "/booking/v1/clinics/%s/days/%s".formatted(fitzroy.id(), day(visit.body())),
                                and(desk, "Accept", "application/json")))
                .body();
    }

    private static JsonNode onDay(JsonNode day, String practitioner, Api.Reply visit) {
        return list(day.path("practitioners")).stream()
                .filter(one -> one.path("code").asText().equals(practitioner))
                .flatMap(one -> list(one.path("appointments")).stream())
                .filter(one -> one.path("id").asText().equals(visit.id()))
                .findFirst()
                .orElseThrow();
    }
}

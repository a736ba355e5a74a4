package network.physio.local;

import static network.physio.local.Api.and;
import static network.physio.local.Fitzroy.each;
import static network.physio.local.Fitzroy.email;
import static network.physio.local.Fitzroy.items;
import static network.physio.local.Fitzroy.list;
import static network.physio.local.Fitzroy.ok;
import static network.physio.local.Fitzroy.refused;
import static network.physio.local.Fitzroy.somebody;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** The front desk knows who comes: finds them, joins what was entered twice, and forgets whom it must. */
@ExtendWith(StackExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PatientRecordsJourneyIT {

    /** The account of the demo user other-patient, whose id is fixed. */
    private static final String TOM = "0000d000-0000-4000-8000-000000000002";

    private final Fitzroy fitzroy;
    private final Api gateway;
    private final Map<String, String> desk;

    PatientRecordsJourneyIT(LocalStack stack) {
        fitzroy = new Fitzroy(stack);
        gateway = fitzroy.gateway;
        desk = fitzroy.desk();
    }

    @Test
    void somebodyIsFoundByTheBeginningsOfNamesOrTheExactAddress() {
        Map<String, Object> person = somebodyNew("Xanthe");
        String id = fitzroy.patient(person).id();
        String family = AccessThings.written(person, "familyName");

        assertThat(found("name=xan%20" + family.substring(0, 6).toLowerCase(Locale.ROOT)))
                .containsExactly(id);
        assertThat(found("email=" + email(person).replace("@", "%40"))).containsExactly(id);
        assertThat(found("familyName=%s&dateOfBirth=1988-04-12".formatted(family)))
                .containsExactly(id);
        assertThat(found("familyName=%s&dateOfBirth=1988-04-13".formatted(family)))
                .isEmpty();
        assertThat(gateway.get("/booking/v1/patients?name=xan", fitzroy.as("patient"))
                        .status())
                .as("patients do not look for patients")
                .isEqualTo(403);
    }

    @Test
    void whoWasEnteredTwiceIsRecognisedMergedAndTakenApartAgain() {
        Map<String, Object> person = somebodyNew("Yara");
        String known = fitzroy.patient(person).id();
        Api.Reply visit = ok(201, fitzroy.book(Api.newGuest(), wish(0), person));
        String provisional = visit.body().path("patientId").asText();
        assertThat(provisional).isNotEqualTo(known);

        JsonNode candidate = list(ok(200, gateway.get(patient(provisional) + "/match-candidates", desk))
                        .body()
                        .path("items"))
                .getFirst();
        assertThat(candidate.path("patient").path("id").asText()).isEqualTo(known);
        assertThat(candidate.path("reasons").toString())
                .contains("same-email", "same-date-of-birth", "same-family-name");

        Api.Reply seen = ok(200, gateway.get(patient(provisional), desk));
        assertThat(seen.body().path("provisional").asBoolean()).isTrue();
        Map<String, Object> into = Map.of("into", known, "identityChecked", true);
        refused("precondition-required", gateway.post(patient(provisional) + "/merge", desk, into));
        Api.Reply merged = ok(200, gateway.post(patient(provisional) + "/merge", seen(seen), into));
        assertThat(list(merged.body().path("appointments")).stream()
                        .map(JsonNode::asText)
                        .toList())
                .containsExactly(visit.id());
        assertThat(gateway.get(patient(provisional), desk).status())
                .as("it is with the other now")
                .isEqualTo(303);
        assertThat(patientOf(visit)).isEqualTo(known);

        ok(200, gateway.post(patient(provisional) + "/unmerge", seen(merged)));
        assertThat(patientOf(visit)).isEqualTo(provisional);
    }

    @Test
    void consentsAndWhoMayActForSomebodyAreWrittenDownAndEnded() {
        Map<String, Object> person = somebodyNew("Zoe");
        String patient = patient(fitzroy.patient(person).id());

        Api.Reply given = ok(
                201,
                gateway.post(
                        patient + "/consents",
                        desk,
                        Map.of(
                                "kind", "treatment",
                                "textVersion", "treatment-2027-01",
                                "relation", "guardian",
                                "givenBy", "Lan Nguyen")));
        assertThat(given.body().path("givenBy").asText()).isEqualTo("Lan Nguyen");
        Api.Reply withdrawn = ok(200, gateway.post(patient + "/consents/" + given.id() + "/withdraw", desk));
        assertThat(withdrawn.body().has("withdrawnAt")).isTrue();
        assertThat(each(items(gateway.get(patient + "/consents", desk)), "id")).containsExactly(given.id());

        Map<String, String> tom = fitzroy.as("other-patient");
        assertThat(gateway.get(patient, tom).status()).isEqualTo(404);
        Api.Reply access = ok(
                201,
                gateway.post(patient + "/access", desk, Map.of("subject", TOM, "relation", "carer", "scope", "book")));
        assertThat(ok(200, gateway.get(patient, tom)).body().path("givenName").asText())
                .isEqualTo("Zoe");
        Api.Reply booked = ok(
                201,
                fitzroy.book(tom, AccessPeople.with(wish(4), "patientId", patient.substring(patient.length() - 36))));
        ok(204, gateway.delete(patient + "/access/" + access.id(), desk));
        assertThat(gateway.get(patient, tom).status()).isEqualTo(404);
        Api.Reply still = fitzroy.read(desk, booked.id());
        ok(200, fitzroy.change(desk, still, "cancel", Map.of("reason", "changed-plans", "askedByPatient", true)));
    }

    @Test
    void everythingKeptIsHandedOutAndErasedOnceNothingIsToCome() {
        Map<String, Object> person = somebodyNew("Quentin");
        String id = fitzroy.patient(person).id();
        Api.Reply visit = ok(201, fitzroy.book(desk, AccessPeople.with(wish(8), "patientId", id)));

        JsonNode export = ok(200, gateway.post(patient(id) + "/export", desk)).body();
        assertThat(each(export.path("records"), "email")).containsExactly(email(person));
        assertThat(each(export.path("appointments"), "id")).containsExactly(visit.id());
        assertThat(each(export.path("appointments"), "practitioner")).hasSize(1);
        assertThat(export.path("accessLog")).isNotEmpty();

        Map<String, Object> asked = Map.of("reason", "asked-by-patient");
        Api.Reply notYet = refused("patient-has-appointments", gateway.post(patient(id) + "/erase", desk, asked));
        assertThat(each(notYet.body().path("appointments"), "appointmentId")).containsExactly(visit.id());
        ok(200, fitzroy.change(desk, visit, "cancel", Map.of("reason", "other")));
        ok(204, gateway.post(patient(id) + "/erase", desk, asked));

        assertThat(gateway.get(patient(id), desk).status()).isEqualTo(404);
        assertThat(found("email=" + email(person).replace("@", "%40"))).isEmpty();
        assertThat(fitzroy.read(desk, visit.id()).text())
                .as("the visit stays, without a name")
                .contains("\"cancelled\"")
                .doesNotContain("Quentin", email(person));
        String day = "/booking/v1/clinics/%s/days/%s".formatted(fitzroy.id(), Fitzroy.day(visit.body()));
        assertThat(ok(200, gateway.get(day, desk)).text()).contains(visit.id()).doesNotContain("Quentin");
    }

    private List<String> found(String lookup) {
        return each(items(ok(200, gateway.get("/booking/v1/patients?" + lookup, desk))), "id");
    }

    private String patientOf(Api.Reply visit) {
        return fitzroy.read(desk, visit.id()).body().path("patientId").asText();
    }

    private Map<String, String> seen(Api.Reply record) {
        return and(desk, "If-Match", record.etag());
    }

    private Map<String, Object> wish(int place) {
        return fitzroy.wish(
                "journey-record",
                fitzroy.freeDay("journey-record", 30, "journey-mara").get(place));
    }

    private static String patient(String id) {
        return "/booking/v1/patients/" + id;
    }

    /** Of a family that nobody else is of. */
    private static Map<String, Object> somebodyNew(String givenName) {
        String letters = ThreadLocalRandom.current()
                .ints(10, 'a', 'z' + 1)
                .mapToObj(letter -> String.valueOf((char) letter))
                .collect(Collectors.joining());
        return AccessPeople.with(somebody(givenName), "familyName", "J" + letters);
    }
}

package network.physio.local;

import static network.physio.local.Api.and;
import static network.physio.local.Fitzroy.each;
import static network.physio.local.Fitzroy.email;
import static network.physio.local.Fitzroy.items;
import static network.physio.local.Fitzroy.ok;
import static network.physio.local.Fitzroy.refused;
import static network.physio.local.Fitzroy.somebody;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who comes to know a patient: an account by a code from the desk, another clinic by knowing exactly who it is. */
@ExtendWith(StackExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PatientAccessJourneyIT {

    private static final String ACCESS = "journey-access";
    private static final String LINK = "/booking/v1/patients/link";

    private final Fitzroy fitzroy;
    private final Api gateway;
    private final Map<String, String> desk;

    PatientAccessJourneyIT(LocalStack stack) {
        fitzroy = new Fitzroy(stack);
        fitzroy.load("/more-journeys.yaml");
        gateway = fitzroy.gateway;
        desk = fitzroy.desk();
    }

    @Test
    void aCodeFromTheDeskLinksOneAccountUntilThatGivesItsAccessUp() {
        Map<String, String> tom = fitzroy.as("other-patient");
        String id = fitzroy.patient(somebody("Lil")).id();
        String code = ok(
                        201,
                        gateway.post(patient(id) + "/link-codes", desk, Map.of("relation", "carer", "scope", "book")))
                .body()
                .path("code")
                .asText();
        assertThat(gateway.get(patient(id), tom).status()).isEqualTo(404);

        Map<String, Object> asTyped =
                Map.of("code", code.toLowerCase(Locale.ROOT).replace("-", " "));
        JsonNode linked = ok(200, gateway.post(LINK, tom, asTyped)).body();
        assertThat(linked.path("patientId").asText()).isEqualTo(id);
        assertThat(linked.path("access").path("relation").asText()).isEqualTo("carer");
        assertThat(linked.path("access").path("scope").asText()).isEqualTo("book");
        refused("link-code-invalid", gateway.post(LINK, fitzroy.as("patient"), asTyped));

        assertThat(ok(200, gateway.get(patient(id), tom))
                        .body()
                        .path("givenName")
                        .asText())
                .isEqualTo("Lil");
        Api.Reply visit = ok(201, fitzroy.book(tom, wish(2, id)));
        assertThat(visit.body().path("bookedBy").asText()).isEqualTo("patient");
        refused("forbidden", gateway.get(patient(id) + "/access", tom));

        String access =
                patient(id) + "/access/" + linked.path("access").path("id").asText();
        Map<String, String> keyed =
                and(tom, "Idempotency-Key", UUID.randomUUID().toString());
        ok(204, gateway.delete(access, keyed));
        assertThat(gateway.get(patient(id), tom).status()).isEqualTo(404);
        assertThat(items(ok(200, gateway.get(patient(id) + "/access", desk)))).isEmpty();
        ok(204, gateway.delete(access, keyed));

        Api.Reply still = fitzroy.read(desk, visit.id());
        ok(200, fitzroy.change(desk, still, "cancel", Map.of("reason", "changed-plans", "askedByPatient", true)));
    }

    @Test
    void aPatientOfAnotherClinicIsFoundByExactDetailsOnlyAndTakenOn() {
        Map<String, String> brunswick = fitzroy.as("receptionist-brunswick");
        Map<String, Object> nora = somebody("Nora");
        String id = ok(
                        201,
                        gateway.post(
                                "/booking/v1/patients",
                                brunswick,
                                AccessPeople.with(nora, "clinicId", fitzroy.clinic("brunswick"))))
                .id();
        assertThat(gateway.get(patient(id), desk).status()).isEqualTo(404);

        Map<String, Object> details = Map.of(
                "clinicId", fitzroy.id(),
                "givenName", "Nora",
                "familyName", AccessThings.written(nora, "familyName"),
                "dateOfBirth", AccessThings.written(nora, "dateOfBirth"),
                "email", email(nora));
        Map<String, Object> nearly = AccessPeople.with(details, "dateOfBirth", "1988-04-13");
        assertThat(lookUp(nearly)).isEmpty();
        assertThat(gateway.post(patient(id) + "/clinics", desk, nearly).status())
                .isEqualTo(404);
        assertThat(lookUp(details)).singleElement().satisfies(match -> {
            assertThat(match.path("id").asText()).isEqualTo(id);
            assertThat(match.path("known").asBoolean()).isFalse();
            assertThat(match).as("an id and nothing about the person").hasSize(2);
        });
        assertThat(gateway.get(patient(id), desk).status())
                .as("to have looked is not to have taken on")
                .isEqualTo(404);

        Api.Reply taken = ok(200, gateway.post(patient(id) + "/clinics", desk, details));
        assertThat(taken.body().path("givenName").asText()).isEqualTo("Nora");
        assertThat(lookUp(details))
                .singleElement()
                .satisfies(match -> assertThat(match.path("known").asBoolean()).isTrue());
        ok(201, fitzroy.book(desk, wish(6, id)));

        JsonNode export =
                ok(200, gateway.post(patient(id) + "/export", brunswick)).body();
        assertThat(each(export.path("accessLog"), "action"))
                .as("the patient can see who looked")
                .contains("look-up", "link-to-clinic", "book");
    }

    private List<JsonNode> lookUp(Map<String, Object> details) {
        return items(ok(200, gateway.post("/booking/v1/patients/lookup", desk, details)));
    }

    private Map<String, Object> wish(int place, String patient) {
        return AccessPeople.with(
                fitzroy.wish(ACCESS, fitzroy.freeDay(ACCESS, 30, "journey-tara").get(place)), "patientId", patient);
    }

    private static String patient(String id) {
        return "/booking/v1/patients/" + id;
    }
}

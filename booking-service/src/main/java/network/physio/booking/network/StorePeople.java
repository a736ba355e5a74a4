package network.physio.booking.network;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import network.physio.booking.network.Known.KnownTreatment;
import network.physio.booking.network.NetworkFile.Credential;
import network.physio.booking.network.NetworkFile.Offering;
import network.physio.booking.network.NetworkFile.Partner;
import network.physio.booking.network.NetworkFile.Practitioner;
import org.jspecify.annotations.Nullable;

/** Stores the practitioners of a file, what they offer where, and partners with their agreements. */
@ApplicationScoped
class StorePeople {

    /** So many appointments may stand beside a practitioner's own at one time, each marked as an overbooking. */
    private static final int OVERBOOK_UNITS = 2;

    private final ReferenceRows rows;
    private final StoreClinics clinics;

    StorePeople(ReferenceRows rows, StoreClinics clinics) {
        this.rows = rows;
        this.clinics = clinics;
    }

    /** Stores the practitioner; hours and time off come later, under their lock. */
    ReferenceRows.Written store(Practitioner one, Known known) {
        UUID newId = rows.find("practitioner", one.code()).orElseGet(() -> clinics.newResource("practitioner"));
        clinics.addUnits(newId, 0, 1, "normal");
        clinics.addUnits(newId, 1, 1 + OVERBOOK_UNITS, "overbook");
        Row row = Row.with("code", one.code())
                .and("given_name", one.givenName())
                .and("family_name", one.familyName())
                .and("gender", one.gender())
                .and("profession", one.profession())
                .and("languages", one.languages())
                .and("skills", one.skills());
        ReferenceRows.Written practitioner = rows.write("practitioner", List.of("code"), row.columns(), newId);
        boolean changed = one.credentials() != null
                && rows.replaceKeyed(
                        "credential",
                        "practitioner_id",
                        practitioner.id(),
                        List.of("kind", "number"),
                        credentials(one.credentials(), practitioner.id()));
        changed |= one.offerings() != null
                && rows.replaceKeyed(
                        "offering",
                        "practitioner_id",
                        practitioner.id(),
                        List.of("treatment_id", "clinic_id"),
                        offerings(one.offerings(), practitioner.id(), known));
        return new ReferenceRows.Written(practitioner.id(), rows.touch("practitioner", practitioner, changed));
    }

    void store(Partner one, Summary summary) {
        ReferenceRows.Written partner = rows.write(
                "partner",
                List.of("code"),
                Row.with("code", one.code()).and("name", one.name()).columns());
        summary.count(
                "partners",
                rows.touch(
                        "partner",
                        partner,
                        rows.replace("partner_agreement", "partner_id", partner.id(), agreements(one, partner.id()))));
    }

    private List<Map<String, @Nullable Object>> credentials(List<Credential> credentials, UUID practitioner) {
        return credentials.stream()
                .map(one -> Row.with("practitioner_id", practitioner)
                        .and("clinic_id", one.clinic() == null ? null : clinics.id("clinic", one.clinic()))
                        .and("kind", one.kind())
                        .and("number", one.number())
                        .and("valid_from", one.from())
                        .and("valid_until", one.until())
                        .columns())
                .toList();
    }

    private List<Map<String, @Nullable Object>> offerings(List<Offering> offerings, UUID practitioner, Known known) {
        List<Map<String, @Nullable Object>> all = new ArrayList<>();
        for (Offering one : offerings) {
            UUID clinic = clinics.id("clinic", one.clinic());
            for (String treatment : one.treatments()) {
                KnownTreatment offered = known.treatments().get(treatment);
                List<Integer> lengths = one.lengths() != null || offered == null ? one.lengths() : offered.lengths();
                all.add(Row.with("practitioner_id", practitioner)
                        .and("treatment_id", clinics.id("treatment", treatment))
                        .and("clinic_id", clinic)
                        .and("lengths", lengths)
                        .and("tier", one.tier())
                        .and("accepts_new_patients", one.acceptsNewPatients())
                        .and("bookable_by", one.bookableBy())
                        .columns());
            }
        }
        return all;
    }

    private List<Map<String, @Nullable Object>> agreements(Partner partner, UUID id) {
        Set<Map<String, @Nullable Object>> agreements = new LinkedHashSet<>();
        partner.agreements()
                .forEach(agreement -> agreement
                        .clinics()
                        .forEach(clinic -> agreement
                                .treatments()
                                .forEach(treatment -> agreements.add(Row.with("partner_id", id)
                                        .and("clinic_id", clinics.id("clinic", clinic))
                                        .and("treatment_id", clinics.id("treatment", treatment))
                                        .columns()))));
        return List.copyOf(agreements);
    }
}

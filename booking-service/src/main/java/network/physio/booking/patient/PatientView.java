package network.physio.booking.patient;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A patient in the shape for its reader. */
@Schema(
        name = "Patient",
        description = "In the shape that this caller reads",
        oneOf = {PatientView.Own.class, PatientView.Staff.class, PatientView.Partner.class})
sealed interface PatientView {

    static PatientView of(PatientRecord patient) {
        return switch (patient.standing().purpose()) {
            case OWN_RECORD -> Own.of(patient);
            case FRONT_DESK, TREATMENT -> Staff.of(patient);
            case PARTNER_BOOKING -> Partner.of(patient);
            case RETENTION -> throw new IllegalStateException("whoever erases reads nothing");
        };
    }

    @Schema(
            name = "OwnPatient",
            requiredProperties = {
                "id",
                "provisional",
                "givenName",
                "familyName",
                "dateOfBirth",
                "language",
                "interpreter",
                "zone"
            },
            description = "What people see of their own record, and guests of what they made")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Own(
            UUID id,
            boolean provisional,
            String givenName,
            String familyName,
            @Nullable String preferredName,
            LocalDate dateOfBirth,
            @Nullable String email,
            @Nullable String phone,
            String language,
            boolean interpreter,
            String zone)
            implements PatientView {

        static Own of(PatientRecord patient) {
            return new Own(
                    patient.id(),
                    patient.provisional(),
                    patient.givenName(),
                    patient.familyName(),
                    patient.preferredName(),
                    patient.dateOfBirth(),
                    patient.email(),
                    patient.phone(),
                    patient.language(),
                    patient.interpreter(),
                    patient.zone().getId());
        }
    }

    @Schema(
            name = "StaffPatient",
            requiredProperties = {
                "id",
                "provisional",
                "givenName",
                "familyName",
                "dateOfBirth",
                "language",
                "interpreter",
                "zone",
                "deceased",
                "doNotContact",
                "createdAt"
            },
            description = "What front desks and treating practitioners see")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Staff(
            UUID id,

            @Schema(
                    description =
                            "Made by a guest, a patient, a partner or a practitioner; not yet confirmed by reception")
            boolean provisional,

            String givenName,
            String familyName,
            @Nullable String preferredName,
            LocalDate dateOfBirth,
            @Nullable String email,
            @Nullable String phone,
            String language,
            boolean interpreter,
            String zone,
            boolean deceased,
            boolean doNotContact,
            @Schema(examples = "2027-03-01T09:00:00+11:00") OffsetDateTime createdAt)
            implements PatientView {

        static Staff of(PatientRecord patient) {
            return new Staff(
                    patient.id(),
                    patient.provisional(),
                    patient.givenName(),
                    patient.familyName(),
                    patient.preferredName(),
                    patient.dateOfBirth(),
                    patient.email(),
                    patient.phone(),
                    patient.language(),
                    patient.interpreter(),
                    patient.zone().getId(),
                    patient.deceased(),
                    patient.doNotContact(),
                    patient.createdAt().atZoneSameInstant(patient.zone()).toOffsetDateTime());
        }
    }

    /** How somebody is reached is not in it: others may have changed that since. Their name is, as reception has corrected it. */
    @Schema(
            name = "PartnerPatient",
            requiredProperties = {"id", "provisional", "givenName", "familyName", "dateOfBirth"},
            description =
                    "What a partner sees of a patient that it made, as reception has corrected it. Contact details"
                            + " are not read back: others may have changed them since.")
    record Partner(UUID id, boolean provisional, String givenName, String familyName, LocalDate dateOfBirth)
            implements PatientView {

        static Partner of(PatientRecord patient) {
            return new Partner(
                    patient.id(),
                    patient.provisional(),
                    patient.givenName(),
                    patient.familyName(),
                    patient.dateOfBirth());
        }
    }
}

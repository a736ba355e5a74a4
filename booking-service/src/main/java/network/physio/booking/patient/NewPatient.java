package network.physio.booking.patient;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.time.LocalDate;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The details of a person who is not known yet, as given with a booking or on their own. Nothing has a default: the
 * language, the need of an interpreter and the zone are asked for.
 */
@Schema(
        name = "NewPatient",
        description = "A person who is not known yet. An e-mail address or a phone number is needed.")
public record NewPatient(
        @NotNull @Pattern(regexp = Written.NAME, message = Written.NAME_HINT) @Schema(examples = "Mia")
        String givenName,

        @NotNull @Pattern(regexp = Written.NAME, message = Written.NAME_HINT) @Schema(examples = "Nguyen")
        String familyName,

        @Nullable @Pattern(regexp = Written.NAME, message = Written.NAME_HINT) @Schema(examples = "Mimi")
        String preferredName,

        @NotNull @BirthDate @Schema(description = "From 1900 on, not in the future", examples = "1988-04-12")
        LocalDate dateOfBirth,

        @Nullable @Pattern(regexp = Written.EMAIL, message = Written.EMAIL_HINT) @Schema(examples = "mia@example.org")
        String email,

        @Nullable
        @Pattern(regexp = Written.PHONE, message = Written.PHONE_HINT)
        @Schema(description = "International form without spaces", examples = "+61491570156")
        String phone,

        @NotNull
        @Pattern(regexp = Written.LANGUAGE, message = Written.LANGUAGE_HINT)
        @Schema(description = "BCP 47 tag of the language to speak and write in", examples = "en")
        String language,

        @NotNull @Schema(description = "Whether an interpreter is needed", examples = "false")
        Boolean interpreter,

        @NotNull
        @ZoneName
        @Schema(description = "IANA zone in which the person lives", examples = "Australia/Melbourne")
        String zone,

        @Nullable
        @Schema(
                description = "Signed-in patients only, and then required: what the account's holder is to the person",
                examples = "parent")
        Relation relation)
        implements Contact {}

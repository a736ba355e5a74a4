package network.physio.booking.patient;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.time.ZoneId;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * How a patient is reached from now on, in the manner of a JSON merge patch (RFC 7396): what is not sent stays, null
 * removes what may be missing. A component is null when it was not sent and empty when null was.
 */
@Schema(
        name = "ContactChange",
        description = "What is not sent stays as it is; null removes a preferred name, e-mail address or phone number."
                + " One of e-mail address and phone number must remain.")
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("NullableOptional") // three states: not sent, null, a value
record ContactChange(
        @Nullable
        @JsonDeserialize(using = Sent.Text.class)
        @Schema(type = SchemaType.STRING, nullable = true, examples = "Mimi")
        Optional<@Pattern(regexp = Written.NAME, message = Written.NAME_HINT) String> preferredName,

        @Nullable
        @JsonDeserialize(using = Sent.Text.class)
        @Schema(type = SchemaType.STRING, nullable = true, examples = "mia@example.org")
        Optional<@Pattern(regexp = Written.EMAIL, message = Written.EMAIL_HINT) String> email,

        @Nullable
        @JsonDeserialize(using = Sent.Text.class)
        @Schema(type = SchemaType.STRING, nullable = true, examples = "+61491570156")
        Optional<@Pattern(regexp = Written.PHONE, message = Written.PHONE_HINT) String> phone,

        @Nullable @JsonDeserialize(using = Sent.Text.class) @Schema(type = SchemaType.STRING, examples = "en")
        Optional<@NotNull @Pattern(regexp = Written.LANGUAGE, message = Written.LANGUAGE_HINT) String> language,

        @Nullable @JsonDeserialize(using = Sent.Flag.class) @Schema(type = SchemaType.BOOLEAN, examples = "false")
        Optional<@NotNull Boolean> interpreter,

        @Nullable
        @JsonDeserialize(using = Sent.Text.class)
        @Schema(type = SchemaType.STRING, examples = "Australia/Melbourne")
        Optional<@NotNull @ZoneName String> zone) {

    PatientRecord appliedTo(PatientRecord before) {
        return new PatientRecord(
                before.id(),
                before.provisional(),
                before.givenName(),
                before.familyName(),
                Sent.changed(preferredName, before.preferredName()),
                before.dateOfBirth(),
                Sent.changed(email, before.email()),
                Sent.changed(phone, before.phone()),
                Objects.requireNonNullElse(Sent.changed(language, before.language()), before.language()),
                Objects.requireNonNullElse(Sent.changed(interpreter, before.interpreter()), before.interpreter()),
                zone == null ? before.zone() : zone.map(ZoneId::of).orElse(before.zone()),
                before.deceased(),
                before.doNotContact(),
                before.version() + 1,
                before.createdAt(),
                before.standing());
    }
}

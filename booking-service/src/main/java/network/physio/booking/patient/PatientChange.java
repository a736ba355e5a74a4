package network.physio.booking.patient;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What is otherwise about a patient from now on, in the manner of a JSON merge patch (RFC 7396): what is not sent stays,
 * null removes what may be missing. A component is null when it was not sent and empty when null was.
 */
@Schema(
        name = "PatientChange",
        description = "What is not sent stays as it is; null removes a preferred name, e-mail address or phone number."
                + " One of e-mail address and phone number must remain.")
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("NullableOptional") // three states: not sent, null, a value
record PatientChange(
        @Nullable
        @JsonDeserialize(using = Sent.Text.class)
        @Schema(type = SchemaType.STRING, description = "Front desk only: corrected", examples = "Mia")
        Optional<@NotNull @Pattern(regexp = Written.NAME, message = Written.NAME_HINT) String> givenName,

        @Nullable
        @JsonDeserialize(using = Sent.Text.class)
        @Schema(type = SchemaType.STRING, description = "Front desk only: corrected", examples = "Nguyen")
        Optional<@NotNull @Pattern(regexp = Written.NAME, message = Written.NAME_HINT) String> familyName,

        @Nullable
        @JsonDeserialize(using = Sent.Text.class)
        @Schema(type = SchemaType.STRING, nullable = true, examples = "Mimi")
        Optional<@Pattern(regexp = Written.NAME, message = Written.NAME_HINT) String> preferredName,

        @Nullable
        @JsonDeserialize(using = Sent.Day.class)
        @Schema(
                type = SchemaType.STRING,
                format = "date",
                description = "Front desk only: corrected; from 1900 on, not in the future",
                examples = "1988-04-12")
        Optional<@NotNull @BirthDate LocalDate> dateOfBirth,

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
        Optional<@NotNull @ZoneName String> zone,

        @Nullable
        @JsonDeserialize(using = Sent.Flag.class)
        @Schema(
                type = SchemaType.BOOLEAN,
                description = "Front desk only: whether the person has died, and is never written to again",
                examples = "false")
        Optional<@NotNull Boolean> deceased,

        @Nullable
        @JsonDeserialize(using = Sent.Flag.class)
        @Schema(
                type = SchemaType.BOOLEAN,
                description = "Front desk only: whether the person wants no letters; what they have to know of their"
                        + " appointments stands in the clinic's day instead",
                examples = "false")
        Optional<@NotNull Boolean> doNotContact) {

    /** The fields that were sent although only a front desk may say it: who somebody is, and that nobody writes to them. */
    List<String> onlyForTheDesk() {
        return Stream.of(
                        named("givenName", givenName),
                        named("familyName", familyName),
                        named("dateOfBirth", dateOfBirth),
                        named("deceased", deceased),
                        named("doNotContact", doNotContact))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<String> named(String field, @Nullable Optional<?> sent) {
        return sent == null ? Optional.empty() : Optional.of(field);
    }

    PatientRecord appliedTo(PatientRecord before) {
        return new PatientRecord(
                before.id(),
                before.provisional(),
                kept(givenName, before.givenName()).strip(),
                kept(familyName, before.familyName()).strip(),
                Sent.changed(preferredName, before.preferredName()),
                kept(dateOfBirth, before.dateOfBirth()),
                Sent.changed(email, before.email()),
                Sent.changed(phone, before.phone()),
                kept(language, before.language()),
                kept(interpreter, before.interpreter()),
                zone == null ? before.zone() : zone.map(ZoneId::of).orElse(before.zone()),
                kept(deceased, before.deceased()),
                kept(doNotContact, before.doNotContact()),
                before.version() + 1,
                before.createdAt(),
                before.standing());
    }

    /** What cannot be removed. */
    private static <T> T kept(@Nullable Optional<T> sent, T before) {
        return sent == null ? before : sent.orElse(before);
    }
}

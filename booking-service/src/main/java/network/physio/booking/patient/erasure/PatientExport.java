package network.physio.booking.patient.erasure;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Everything that booking keeps on one person. Times are in UTC, but for the local start of a visit. */
@Schema(
        name = "PatientExport",
        description =
                "Everything that booking keeps on one person: their records (more than one after a merge), addresses,"
                        + " consents, accounts, clinics, visits, screening passes, what they were told by e-mail and what they"
                        + " switched off, links to manage a visit, entries of the waiting list, and who looked at them."
                        + " Access codes of addresses are named and not written out.")
record PatientExport(
        OffsetDateTime exportedAt,
        List<Details> records,
        List<Address> addresses,
        List<Consent> consents,
        List<Account> accounts,
        List<Clinic> clinics,
        List<Visit> appointments,
        List<Pass> screeningPasses,
        List<Letter> messages,
        List<Preference> messagePreferences,
        List<Link> manageLinks,
        List<Wish> waitlist,
        List<Look> accessLog) {

    @Schema(name = "ExportedRecord")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Details(
            UUID id,
            @Nullable UUID mergedInto,
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
            @Nullable LocalDate retainUntil,
            OffsetDateTime createdAt) {}

    @Schema(name = "ExportedAddress")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Address(
            UUID id,
            String street,
            String suburb,
            String state,
            String postcode,
            String country,
            @Nullable Double latitude,
            @Nullable Double longitude,
            String geocodeQuality,
            int arrivalBufferMinutes,
            @Nullable String parking,
            boolean risk,
            boolean accessCodeKept) {}

    @Schema(name = "ExportedConsent")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Consent(
            UUID id,
            String kind,
            String textVersion,
            String givenBy,
            String relation,
            OffsetDateTime givenAt,
            @Nullable OffsetDateTime withdrawnAt,
            @Nullable String recordedBy) {}

    @Schema(name = "ExportedAccount")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Account(
            UUID id,
            String subject,
            String relation,
            String scope,
            OffsetDateTime from,
            @Nullable OffsetDateTime until,
            String verifiedBy) {}

    @Schema(name = "ExportedClinic")
    public record Clinic(String code, String name, OffsetDateTime since) {}

    @Schema(name = "ExportedAppointment")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Visit(
            UUID id,
            String state,
            String clinic,
            String treatment,
            String practitioner,
            int minutes,
            OffsetDateTime startsAt,
            @Schema(examples = "2027-03-01 09:00:00") String localStart,
            String zone,
            String place,
            String visitKind,
            String bookedBy,
            String screening,

            @Schema(description = "Codes of techniques that were ruled out")
            String screeningBlocked,

            @Schema(description = "Codes of techniques with caution")
            String screeningCautioned,

            int priceAmount,
            String priceCurrency,
            String fundingKind,
            @Nullable String cancelledBy,
            @Nullable String cancelReason,
            @Nullable OffsetDateTime cancelledAt,
            @Nullable Integer feeAmount,
            OffsetDateTime createdAt) {}

    @Schema(name = "ExportedScreeningPass")
    public record Pass(UUID id, UUID assessmentId, OffsetDateTime usedAt) {}

    @Schema(name = "ExportedMessage", description = "Neither its words nor the address it went to are kept")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Letter(
            UUID id,
            UUID appointmentId,
            String channel,
            String purpose,
            String state,
            @Nullable String reason,
            @Nullable String language,
            OffsetDateTime dueAt,
            @Nullable OffsetDateTime sentAt,
            OffsetDateTime createdAt) {}

    @Schema(name = "ExportedMessagePreference")
    public record Preference(
            String channel,

            @Schema(description = "Purposes, with a space between them", examples = "reminder soreness-check")
            String switchedOff) {}

    @Schema(name = "ExportedManageLink", description = "A link to manage one visit; its token is kept as a hash only")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Link(
            UUID id,
            UUID appointmentId,
            OffsetDateTime createdAt,
            @Nullable OffsetDateTime revokedAt) {}

    @Schema(name = "ExportedWaitlistEntry")
    public record Wish(
            UUID id,
            String state,
            String treatment,
            int minutes,
            LocalDate earliest,
            LocalDate latest,
            OffsetDateTime createdAt) {}

    @Schema(name = "ExportedLook", description = "Somebody looked at the record or changed it")
    public record Look(OffsetDateTime at, String actor, String action, String purpose, String requestId) {}
}

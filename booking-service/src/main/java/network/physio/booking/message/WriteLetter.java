package network.physio.booking.message;

import io.quarkus.qute.Engine;
import io.quarkus.qute.Template;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import network.physio.booking.calendar.AppointmentFiles;
import network.physio.booking.message.Visit.Addressee;
import org.jspecify.annotations.Nullable;

/**
 * Puts messages into words of the patient's language, or of English where we have none in that. Nothing in a letter was
 * written by who booked: letters must not carry a stranger's words to somebody else's mailbox.
 */
@ApplicationScoped
class WriteLetter {

    static final String FALLBACK = "en";

    /** Writes am and pm in small letters. */
    private static final Locale ENGLISH = Locale.of("en", "AU");

    private static final String SUBJECT = "Subject: ";

    private final Engine templates;
    private final Messages messages;
    private final ManageLink manageLink;
    private final AppointmentFiles files;
    private final MessageSettings settings;

    WriteLetter(
            Engine templates,
            Messages messages,
            ManageLink manageLink,
            AppointmentFiles files,
            MessageSettings settings) {
        this.templates = templates;
        this.messages = messages;
        this.manageLink = manageLink;
        this.files = files;
        this.settings = settings;
    }

    /** A message with the appointment that it is about. */
    record Notice(Message message, Visit visit) {}

    /** What templates show of an appointment, in the language and at the clock of who reads it. */
    public record Words(
            String purpose,
            String day,
            String time,
            @Nullable String zone,
            int minutes,
            String treatment,
            String practitioner,
            String place,
            String clinic,
            String address,
            @Nullable String phone,
            boolean byClinic,
            boolean byStaff,
            @Nullable String fee,
            @Nullable String moveFee,
            @Nullable String heldUntil,
            boolean reminded,
            boolean afterAll,
            List<String> preparation,
            @Nullable String manageLink) {}

    /** The language that we have words in: the patient's, without its region, or English. */
    String language(Addressee addressee, List<Message> messages) {
        String wanted = addressee.language().split("[-_]", 2)[0];
        return templates.getTemplate(path(wanted, template(messages))) == null ? FALLBACK : wanted;
    }

    Letter write(UUID id, List<Notice> notices, String language, Optional<String> unsubscribe, Instant now) {
        Locale locale = language.equals(FALLBACK) ? ENGLISH : Locale.of(language);
        Addressee addressee = Objects.requireNonNull(notices.getFirst().visit().addressee());
        List<Words> words =
                notices.stream().map(notice -> words(notice, locale, now)).toList();
        String name = template(notices.stream().map(Notice::message).toList());
        Template template = Objects.requireNonNull(templates.getTemplate(path(language, name)), name);
        String written = template.data("visits", words)
                .data("visit", words.getFirst())
                .data("portal", settings.portal().map(Object::toString).orElse(""))
                .data("emergencyNumber", settings.emergencyNumber())
                .data("unsubscribe", unsubscribe.orElse(""))
                .render();
        String subject = written.lines().findFirst().orElse("").strip();
        if (!subject.startsWith(SUBJECT)) {
            throw new IllegalStateException("the template %s does not begin with a subject".formatted(name));
        }
        return new Letter(
                id,
                Objects.requireNonNull(addressee.email()),
                replyTo(notices),
                subject.substring(SUBJECT.length()),
                written.substring(written.indexOf('\n')).strip() + "\n",
                language,
                calendar(notices),
                unsubscribe);
    }

    /** Of an appointment that has changed since the notice was read it shows the newer state, which is told next. */
    private Optional<String> calendar(List<Notice> notices) {
        List<UUID> appointments = notices.stream()
                .filter(notice -> notice.message().purpose().isForTheCalendar())
                .map(notice -> notice.visit().appointmentId())
                .toList();
        return appointments.isEmpty() ? Optional.empty() : Optional.of(files.of(appointments));
    }

    private static String template(List<Message> messages) {
        Message first = messages.getFirst();
        if (first.template() != MessageTemplate.NEWS) {
            return first.template().code();
        }
        return messages.size() > 1 ? "several-news" : first.purpose().code();
    }

    private static String path(String language, String template) {
        return "message/%s/%s.txt".formatted(language, template);
    }

    private static Optional<String> replyTo(List<Notice> notices) {
        List<String> clinics = notices.stream()
                .flatMap(notice -> Optional.ofNullable(notice.visit().clinic().email()).stream())
                .distinct()
                .toList();
        return clinics.size() == 1 ? Optional.of(clinics.getFirst()) : Optional.empty();
    }

    private Words words(Notice notice, Locale locale, Instant now) {
        Visit visit = notice.visit();
        Visit.Clinic clinic = visit.clinic();
        ZoneId zone = visit.zone();
        ZonedDateTime start = visit.startsAt().atZone(zone);
        return new Words(
                notice.message().purpose().code(),
                DateTimeFormatter.ofPattern("EEEE d MMMM yyyy", locale).format(start),
                time(visit.startsAt(), zone, locale),
                visit.isOnline() ? zone.getId() : null,
                (int) Duration.between(visit.startsAt(), visit.endsAt()).toMinutes(),
                visit.treatment(),
                visit.practitioner(),
                visit.place(),
                clinic.name(),
                clinic.street() + ", " + clinic.suburb(),
                clinic.phone(),
                visit.cancelledByClinic(),
                visit.isBookedByStaff(),
                money(visit.feeAmount(), visit.currency()),
                money(visit.lateMoveFee(), visit.currency()),
                visit.heldUntil() == null ? null : time(visit.heldUntil(), zone, locale),
                messages.remindsOf(visit.appointmentId()),
                standsAfterAll(notice.message()),
                Preparation.of(visit),
                visit.isBookedByGuest() && visit.isConfirmed()
                        ? manageLink.to(visit.appointmentId(), now).orElse(null)
                        : null);
    }

    /** Whether the patient has read that it is to be rebooked, and it stands where it was. */
    private boolean standsAfterAll(Message message) {
        return messages.lastTold(message.appointmentId(), message.version(), message.id())
                .filter(told -> told.purpose() == MessagePurpose.REBOOKING_NEEDED && told.stillSo())
                .isPresent();
    }

    private static String time(Instant time, ZoneId zone, Locale locale) {
        String pattern = locale.getLanguage().equals("en") ? "h:mm a" : "HH:mm";
        return DateTimeFormatter.ofPattern(pattern, locale).format(time.atZone(zone));
    }

    /** Minor units of a currency with two decimals, as all of the network's are; nothing is not worth a word. */
    private static @Nullable String money(int amount, String currency) {
        return amount == 0
                ? null
                : currency + " " + BigDecimal.valueOf(amount, 2).toPlainString();
    }
}

package network.physio.booking.message;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.UUID;

/**
 * Whether and when a patient can be told of an offer by letter. An offer stands for minutes: one that nobody is told of is
 * only lost, so this is asked before one is made.
 */
@ApplicationScoped
public class OfferLetters {

    private final Visits visits;
    private final JudgeMessage judge;
    private final Messages messages;
    private final SendingHours hours;

    OfferLetters(Visits visits, JudgeMessage judge, Messages messages, MessageSettings settings) {
        this.visits = visits;
        this.judge = judge;
        this.messages = messages;
        this.hours = new SendingHours(settings.dayBegins(), settings.dayEnds());
    }

    /** Whether a letter about an offer would go to this patient, if it is day. */
    public boolean reach(UUID patient, Instant now) {
        Optional<Visit.Addressee> addressee = visits.addressee(patient);
        return addressee.isPresent()
                && judge.against(MessagePurpose.WAITLIST_OFFER, addressee.get(), now)
                        .isEmpty();
    }

    /**
     * Whether the last that is known of the mail server is that it could not be reached. It is tried with what waits for it;
     * when nothing does, nobody knows, and the next letter finds out.
     */
    public boolean areHeldUp() {
        return messages.waitForServer();
    }

    /** The time itself by day, at night the next morning. */
    public Instant next(Instant time, ZoneId zone) {
        return hours.next(time, zone);
    }

    /** Where the patient looks at a clock when they meet online. */
    public ZoneId zoneOf(UUID patient) {
        return visits.addressee(patient).orElseThrow().zone();
    }
}

package network.physio.booking.message;

import java.util.Arrays;
import java.util.List;
import network.physio.http.Slugs;

/** What a message is for. */
enum MessagePurpose {
    CONFIRMATION(false, true, true),
    CHANGE(false, false, true),
    CANCELLATION(false, true, true),
    REBOOKING_NEEDED(false, false, false),
    REMINDER(true, false, false),
    SORENESS_CHECK(true, false, false),
    WAITLIST_OFFER(true, false, false);

    private final boolean optional;
    private final boolean atAnyHour;
    private final boolean inCalendar;

    MessagePurpose(boolean optional, boolean atAnyHour, boolean inCalendar) {
        this.optional = optional;
        this.atAnyHour = atAnyHour;
        this.inCalendar = inCalendar;
    }

    String code() {
        return Slugs.of(this);
    }

    /** Whether a patient may do without: not when it is about whether there is an appointment, and when. */
    boolean isOptional() {
        return optional;
    }

    /** Answers somebody who has just done something, so it wakes nobody. */
    boolean isWelcomeAtAnyHour() {
        return atAnyHour;
    }

    /** Says when the patient comes, or no longer does, so their calendar is to know it too. */
    boolean isForTheCalendar() {
        return inCalendar;
    }

    /** What several events of one appointment come to when nothing has been sent yet. */
    MessagePurpose followedBy(MessagePurpose later) {
        return this == CONFIRMATION && later == CHANGE ? CONFIRMATION : later;
    }

    static MessagePurpose of(String code) {
        return Arrays.stream(values())
                .filter(purpose -> purpose.code().equals(code))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no purpose of messages"));
    }

    static List<String> optionalCodes() {
        return Arrays.stream(values())
                .filter(MessagePurpose::isOptional)
                .map(MessagePurpose::code)
                .toList();
    }
}

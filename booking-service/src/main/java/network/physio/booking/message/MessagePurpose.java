package network.physio.booking.message;

import java.util.Arrays;
import java.util.List;
import network.physio.http.Slugs;

/** What a message is for. */
enum MessagePurpose {
    CONFIRMATION(false, true),
    CHANGE(false, false),
    CANCELLATION(false, true),
    REBOOKING_NEEDED(false, false),
    REMINDER(true, false),
    SORENESS_CHECK(true, false),
    WAITLIST_OFFER(true, false);

    private final boolean optional;
    private final boolean atAnyHour;

    MessagePurpose(boolean optional, boolean atAnyHour) {
        this.optional = optional;
        this.atAnyHour = atAnyHour;
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

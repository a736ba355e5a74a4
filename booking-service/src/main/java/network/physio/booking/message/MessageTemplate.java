package network.physio.booking.message;

import java.util.Arrays;

/** Which letter a message is put into. */
enum MessageTemplate {
    /** Booked, moved, called off: several in one letter when they come together. */
    NEWS("news"),
    REMINDER("reminder"),
    SORENESS_24H("soreness-24h"),
    SORENESS_48H("soreness-48h"),
    WAITLIST_OFFER("waitlist-offer");

    private final String code;

    MessageTemplate(String code) {
        this.code = code;
    }

    String code() {
        return code;
    }

    static MessageTemplate of(String code) {
        return Arrays.stream(values())
                .filter(template -> template.code.equals(code))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no template of messages"));
    }
}

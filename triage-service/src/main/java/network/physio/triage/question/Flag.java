package network.physio.triage.question;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A three-valued answer. There is no way to make one from a boolean, so "don't know" cannot turn into "no". */
public enum Flag {
    NO,
    UNKNOWN,
    YES;

    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Flag> of(String code) {
        return Arrays.stream(values()).filter(flag -> flag.code().equals(code)).findFirst();
    }
}

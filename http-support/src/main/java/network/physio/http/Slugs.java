package network.physio.http;

import java.util.Locale;

/** How the constants of an enum are written in JSON and in addresses: {@code SLOT_TAKEN} is {@code slot-taken}. */
public final class Slugs {

    private Slugs() {}

    public static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

package network.physio.booking.patient;

import java.util.Locale;

/** Reads constants that are stored as the API writes them. */
public final class Codes {

    private Codes() {}

    public static <E extends Enum<E>> E constant(Class<E> type, String code) {
        return Enum.valueOf(type, code.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}

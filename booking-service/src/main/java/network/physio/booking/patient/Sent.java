package network.physio.booking.patient;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import java.io.IOException;
import java.time.LocalDate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a field of a merge patch: null when it was not sent, empty when null was sent. */
public abstract class Sent<T> extends StdDeserializer<Optional<T>> {

    private final Class<T> type;

    protected Sent(Class<T> type) {
        super(Optional.class);
        this.type = type;
    }

    /** What the field is after the patch. */
    @SuppressWarnings("NullableOptional") // not sent, null, a value
    public static <T> @Nullable T changed(@Nullable Optional<T> sent, @Nullable T before) {
        return sent == null ? before : sent.orElse(null);
    }

    @Override
    public Optional<T> deserialize(JsonParser json, DeserializationContext context) throws IOException {
        return Optional.of(context.readValue(json, type));
    }

    @Override
    public Optional<T> getNullValue(DeserializationContext context) {
        return Optional.empty();
    }

    @Override
    public @Nullable Object getAbsentValue(DeserializationContext context) {
        return null;
    }

    /** A text. */
    public static final class Text extends Sent<String> {
        Text() {
            super(String.class);
        }
    }

    /** Yes or no. */
    public static final class Flag extends Sent<Boolean> {
        Flag() {
            super(Boolean.class);
        }
    }

    /** A day. */
    public static final class Day extends Sent<LocalDate> {
        Day() {
            super(LocalDate.class);
        }
    }

    /** A whole number. */
    public static final class Whole extends Sent<Integer> {
        Whole() {
            super(Integer.class);
        }
    }
}

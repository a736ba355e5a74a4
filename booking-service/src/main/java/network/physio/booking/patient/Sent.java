package network.physio.booking.patient;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a field of a merge patch: null when it was not sent, empty when null was sent. */
abstract sealed class Sent<T> extends StdDeserializer<Optional<T>> {

    private final Class<T> type;

    private Sent(Class<T> type) {
        super(Optional.class);
        this.type = type;
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

    static final class Text extends Sent<String> {
        Text() {
            super(String.class);
        }
    }

    static final class Flag extends Sent<Boolean> {
        Flag() {
            super(Boolean.class);
        }
    }
}

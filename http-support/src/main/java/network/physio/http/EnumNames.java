package network.physio.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/** The names under which the constants of an enum are written in JSON. */
final class EnumNames {

    private EnumNames() {}

    static String of(Enum<?> constant) {
        try {
            @Nullable
            JsonProperty name =
                    constant.getDeclaringClass().getField(constant.name()).getAnnotation(JsonProperty.class);
            return name == null ? constant.name() : name.value();
        } catch (NoSuchFieldException impossible) {
            throw new IllegalStateException("every constant of an enum is a field of it", impossible);
        }
    }
}

package network.physio.http;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.IgnoredPropertyException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.InvalidNullException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Turns what Jackson could not read into {@code malformed-request}, with the place and never with the value. */
final class UnreadableBody {

    private UnreadableBody() {}

    static HttpProblem problem(JacksonException unreadable) {
        if (unreadable instanceof JsonMappingException mapping
                && !(mapping.getCause() instanceof com.fasterxml.jackson.core.JsonParseException)) {
            return CommonProblem.MALFORMED_REQUEST.problem(
                    "The body does not have the form that the contract describes.",
                    List.of(new Fault(pointer(mapping), reason(mapping))));
        }
        return CommonProblem.MALFORMED_REQUEST.problem(
                "The body is not well-formed JSON in UTF-8, or says a name twice.");
    }

    private static String reason(JsonMappingException mapping) {
        return switch (mapping) {
            case UnrecognizedPropertyException unknown -> "is not a field of this request";
            case IgnoredPropertyException unknown -> "is not a field of this request";
            case InvalidNullException missing -> "must not be null";
            case InvalidFormatException form -> expectation(form.getTargetType(), form.getOriginalMessage());
            case MismatchedInputException type -> expectation(type.getTargetType(), type.getOriginalMessage());
            default -> "cannot be read";
        };
    }

    private static String expectation(Class<?> target, String message) {
        int written = message.lastIndexOf("must be ");
        if (written >= 0) {
            return message.substring(written);
        }
        if (target == null) {
            return "has another type than the contract says";
        }
        if (target.isEnum()) {
            return "must be one of " + namesOf(target);
        }
        if (target == String.class) {
            return "must be a string";
        }
        if (target == boolean.class || target == Boolean.class) {
            return "must be true or false, without quotes";
        }
        if (target == int.class || target == Integer.class || target == long.class || target == Long.class) {
            return "must be a whole number, without quotes";
        }
        if (target == java.util.UUID.class) {
            return "must be a UUID";
        }
        if (java.util.Collection.class.isAssignableFrom(target)) {
            return "must be a list";
        }
        return "has another type than the contract says";
    }

    private static String namesOf(Class<?> enumeration) {
        return Arrays.stream(enumeration.getEnumConstants())
                .map(constant -> EnumNames.of((Enum<?>) constant))
                .collect(Collectors.joining(", "));
    }

    private static String pointer(JsonMappingException mapping) {
        return "#"
                + mapping.getPath().stream()
                        .map(step ->
                                step.getFieldName() == null ? String.valueOf(step.getIndex()) : step.getFieldName())
                        .map(name -> "/" + name.replace("~", "~0").replace("/", "~1"))
                        .collect(Collectors.joining());
    }
}

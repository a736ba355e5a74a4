package network.physio.http;

import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Holds the query to what the resource method declares: an unknown parameter, one given twice and one that is not of its
 * type are refused by name. RESTEasy itself would ignore the first, take one of the second and answer 404 to the third.
 */
@Provider
class QueryParameters implements ContainerRequestFilter {

    private final Map<Method, Map<String, Type>> declared = new ConcurrentHashMap<>();

    private final ResourceInfo resource;

    QueryParameters(@Context ResourceInfo resource) {
        this.resource = resource;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        refuseNul(request.getUriInfo().getPathParameters());
        MultivaluedMap<String, String> query = request.getUriInfo().getQueryParameters();
        if (query.isEmpty() || resource.getResourceMethod() == null) {
            return;
        }
        Map<String, Type> known = declared.computeIfAbsent(resource.getResourceMethod(), QueryParameters::declaredBy);
        List<String> unknown = query.keySet().stream()
                .filter(name -> !known.containsKey(name))
                .sorted()
                .toList();
        if (!unknown.isEmpty()) {
            throw CommonProblem.UNKNOWN_PARAMETER.problem(
                    known.isEmpty()
                            ? "This address takes no query parameters."
                            : "This address takes " + String.join(", ", known.keySet()) + ".",
                    unknown.stream()
                            .map(name -> Fault.ofParameter(name, "is not known here"))
                            .toList());
        }
        List<Fault> faults = new ArrayList<>();
        known.forEach((name, type) ->
                check(name, query.getOrDefault(name, List.of()), type).ifPresent(faults::add));
        if (!faults.isEmpty()) {
            throw CommonProblem.INVALID_PARAMETER.problem("A parameter is not what the contract asks for.", faults);
        }
    }

    /** PostgreSQL's text cannot hold it, so nothing can be named with it. */
    private static void refuseNul(MultivaluedMap<String, String> path) {
        boolean nul = path.values().stream().flatMap(List::stream).anyMatch(value -> value.indexOf('\0') >= 0);
        if (nul) {
            throw CommonProblem.NOT_FOUND.problem("There is nothing at this address.");
        }
    }

    private static Map<String, Type> declaredBy(Method method) {
        Map<String, Type> types = new LinkedHashMap<>();
        for (Parameter parameter : method.getParameters()) {
            add(parameter, parameter.getParameterizedType(), types);
            if (parameter.isAnnotationPresent(BeanParam.class)) {
                for (Field field : parameter.getType().getDeclaredFields()) {
                    add(field, field.getGenericType(), types);
                }
            }
        }
        return types;
    }

    private static void add(AnnotatedElement declared, Type type, Map<String, Type> types) {
        QueryParam parameter = declared.getAnnotation(QueryParam.class);
        if (parameter != null) {
            types.put(parameter.value(), type);
        }
    }

    private static Optional<Fault> check(String name, List<String> values, Type type) {
        if (type instanceof ParameterizedType list) {
            Type element = list.getActualTypeArguments()[0];
            return values.stream()
                    .flatMap(value -> expectation(value, element).stream())
                    .findFirst()
                    .map(reason -> Fault.ofParameter(name, reason));
        }
        if (values.isEmpty()) {
            return Optional.empty();
        }
        if (values.size() > 1) {
            return Optional.of(Fault.ofParameter(name, "is given more than once"));
        }
        return expectation(values.getFirst(), type).map(reason -> Fault.ofParameter(name, reason));
    }

    /** What the value should have been; empty when it is. */
    private static Optional<String> expectation(String value, Type type) {
        if (type == String.class) {
            return value.indexOf('\0') < 0 ? Optional.empty() : Optional.of("must not hold the character NUL");
        }
        if (type == UUID.class) {
            return parses(() -> UUID.fromString(value)) && value.length() == 36
                    ? Optional.empty()
                    : Optional.of("must be a UUID");
        }
        if (type == int.class || type == Integer.class) {
            return parses(() -> Integer.parseInt(value)) ? Optional.empty() : Optional.of("must be a whole number");
        }
        if (type == double.class || type == Double.class) {
            return parses(() -> Double.parseDouble(value)) ? Optional.empty() : Optional.of("must be a number");
        }
        if (type == boolean.class || type == Boolean.class) {
            return value.equals("true") || value.equals("false")
                    ? Optional.empty()
                    : Optional.of("must be true or false");
        }
        if (type == LocalDate.class) {
            return parses(() -> Times.date(value)) ? Optional.empty() : Optional.of("must be a date like 2027-03-01");
        }
        if (type == LocalTime.class) {
            return parses(() -> LocalTime.parse(value))
                    ? Optional.empty()
                    : Optional.of("must be a time of day like 17:30");
        }
        if (type == OffsetDateTime.class) {
            return parses(() -> Times.near(OffsetDateTime.parse(value)))
                    ? Optional.empty()
                    : Optional.of("must be an RFC 3339 time with offset, its + written as %2B:"
                            + " 2027-03-01T09:00:00%2B11:00");
        }
        if (type instanceof Class<?> enumeration && enumeration.isEnum()) {
            return enumExpectation(value, enumeration);
        }
        throw new IllegalStateException("no check for query parameters of " + type);
    }

    private static Optional<String> enumExpectation(String value, Class<?> enumeration) {
        List<String> names = Arrays.stream(enumeration.getEnumConstants())
                .map(Object::toString)
                .toList();
        return names.contains(value) ? Optional.empty() : Optional.of("must be one of " + String.join(", ", names));
    }

    private static boolean parses(Runnable parse) {
        try {
            parse.run();
            return true;
        } catch (IllegalArgumentException | DateTimeException notThatType) {
            return false;
        }
    }
}

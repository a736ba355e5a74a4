package network.physio.http;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.QueryParam;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Turns violated Bean Validation constraints into {@code invalid-request} or {@code invalid-parameter}, all at once. */
final class InvalidValues {

    private InvalidValues() {}

    static HttpProblem problem(ConstraintViolationException violated, Method method) {
        List<Fault> faults = violated.getConstraintViolations().stream()
                .map(violation -> fault(violation, method))
                .sorted(Comparator.comparing(Fault::toString))
                .toList();
        boolean body = faults.stream().anyMatch(fault -> fault.pointer() != null);
        return body
                ? CommonProblem.INVALID_REQUEST.problem("The request does not hold what the contract asks for.", faults)
                : CommonProblem.INVALID_PARAMETER.problem("A parameter is not what the contract asks for.", faults);
    }

    private static Fault fault(ConstraintViolation<?> violation, Method method) {
        Iterator<Path.Node> path = violation.getPropertyPath().iterator();
        StringBuilder pointer = new StringBuilder("#");
        while (path.hasNext()) {
            Path.Node node = path.next();
            if (node.getKind() == ElementKind.PARAMETER) {
                Parameter parameter = parameter(method, node.getName());
                Optional<Fault> outside = parameter.isAnnotationPresent(BeanParam.class)
                        ? outsideTheBody(field(parameter, path.next().getName()), violation.getMessage())
                        : outsideTheBody(parameter, violation.getMessage());
                if (outside.isPresent()) {
                    return outside.get();
                }
            } else if (node.getKind() != ElementKind.METHOD) {
                if (node.getIndex() != null) {
                    pointer.append('/').append(node.getIndex());
                }
                if (node.getKind() == ElementKind.PROPERTY && node.getName() != null) {
                    pointer.append('/').append(node.getName());
                }
            }
        }
        return new Fault(pointer.toString(), violation.getMessage());
    }

    private static Parameter parameter(Method method, String name) {
        return Arrays.stream(method.getParameters())
                .filter(parameter -> parameter.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Field field(Parameter parameters, String name) {
        return Arrays.stream(parameters.getType().getDeclaredFields())
                .filter(field -> field.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Optional<Fault> outsideTheBody(AnnotatedElement parameter, String message) {
        if (parameter.isAnnotationPresent(QueryParam.class)) {
            return Optional.of(
                    Fault.ofParameter(parameter.getAnnotation(QueryParam.class).value(), message));
        }
        if (parameter.isAnnotationPresent(HeaderParam.class)) {
            return Optional.of(
                    Fault.ofHeader(parameter.getAnnotation(HeaderParam.class).value(), message));
        }
        return Optional.empty();
    }
}

package network.physio.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.stream.Collectors;
import network.physio.local.AccessTable.Caller;
import network.physio.local.AccessTable.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every cell of docs/access-table.csv, against the packaged product with real tokens. */
@ExtendWith(StackExtension.class)
class AccessTableIT {

    private static final int AT_ONCE = 6;
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

    private final LocalStack stack;
    private final Api gateway;
    private final AccessTable table = AccessTable.read(Path.of("..", "docs", "access-table.csv"));

    /** A client may keep three holds. */
    private final Semaphore holds = new Semaphore(3);

    AccessTableIT(LocalStack stack) {
        this.stack = stack;
        this.gateway = new Api(stack.gateway());
    }

    @Test
    void everyOperationOfTheContractHasALineAndEveryLineAnOperation() {
        Set<String> contract = new TreeSet<>();
        gateway.get("/openapi.json", Map.of())
                .body()
                .path("paths")
                .properties()
                .forEach(path -> path.getValue().fieldNames().forEachRemaining(method -> {
                    if (METHODS.contains(method)) {
                        contract.add(AccessTable.operation(method.toUpperCase(Locale.ROOT), path.getKey()));
                    }
                }));
        assertThat(table.rows())
                .filteredOn(row -> METHODS.contains(row.method().toLowerCase(Locale.ROOT)))
                .extracting(Row::operation)
                .as("operations with a line")
                .hasSameElementsAs(contract);
    }

    @Test
    void everyCellAnswersAsTheTableSays() throws Exception {
        Map<String, String> tokens = Arrays.stream(Caller.values())
                .filter(Caller::isSignedIn)
                .collect(Collectors.toMap(Caller::column, caller -> stack.token(caller.column())));
        AccessThings things = new AccessThings(gateway, user -> Objects.requireNonNull(tokens.get(user), user));
        List<String> wrong = inParallel(table.rows(), row -> wrongCells(row, things));
        assertThat(wrong)
                .as("wrong cells of %d", table.rows().size() * Caller.values().length)
                .isEmpty();
    }

    private List<String> wrongCells(Row row, AccessThings things) {
        List<String> wrong = new ArrayList<>();
        for (Caller caller : Caller.values()) {
            String answer;
            try {
                answer = answer(row, caller, things);
            } catch (RuntimeException | AssertionError failed) {
                answer = failed.toString();
            }
            if (!answer.split(" ", 2)[0].equals(row.expected(caller))) {
                wrong.add("line %d, %s %s%s as %s: %s expected, got %s"
                        .formatted(
                                row.line(),
                                row.method(),
                                row.path(),
                                row.about().isEmpty() ? "" : " about " + row.about(),
                                caller.column(),
                                row.expected(caller),
                                answer));
            }
        }
        return wrong;
    }

    private String answer(Row row, Caller caller, AccessThings things) {
        boolean takesHold = row.about().startsWith("hold of ") || row.template().contains("/holds");
        if (takesHold) {
            holds.acquireUninterruptibly();
        }
        try {
            AccessThings.Prepared prepared = things.prepare(row, caller);
            return outcome(row, prepared.thing(), call(row, prepared, caller, things));
        } finally {
            if (takesHold) {
                holds.release();
            }
        }
    }

    private Api.Reply call(Row row, AccessThings.Prepared prepared, Caller caller, AccessThings things) {
        Map<String, String> who = things.headers(caller, prepared.thing());
        Map<String, String> headers = new HashMap<>(prepared.headers());
        headers.putAll(who);
        Api.Reply reply = gateway.send(row.isRead() ? "GET" : row.method(), prepared.path(), headers, prepared.body());
        if (!row.isRead()) {
            things.giveBack(prepared.thing(), reply, who);
        }
        return reply;
    }

    /** The status, or whether something is in the answer; then what helps to see why. */
    private static String outcome(Row row, AccessThings.Thing thing, Api.Reply reply) {
        return switch (row.method()) {
            case "LISTS" -> (isListed(thing, reply.body().path("items")) ? "yes " : "no ") + reply.status();
            case "SEES" -> {
                JsonNode seen = reply.body().at(row.pointer());
                yield (seen.isMissingNode() || seen.isNull() ? "no " : "yes ") + reply.status();
            }
            default ->
                "%d %s %s"
                        .formatted(
                                reply.status(),
                                reply.type(),
                                reply.status() < 400 ? "" : reply.body().path("errors"));
        };
    }

    /** A list of what is made for nobody in particular, such as times, holds it when it holds anything. */
    private static boolean isListed(AccessThings.Thing thing, JsonNode items) {
        for (JsonNode item : items) {
            if (thing.names().isEmpty()
                    || thing.names().containsValue(item.path("id").asText())) {
                return true;
            }
        }
        return false;
    }

    private static <T> List<String> inParallel(Collection<T> all, Function<T, List<String>> work)
            throws InterruptedException, ExecutionException {
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<List<String>>> running = all.stream()
                    .map(one -> threads.submit(() -> work.apply(one)))
                    .toList();
            List<String> results = new ArrayList<>();
            for (Future<List<String>> result : running) {
                results.addAll(result.get());
            }
            return results;
        }
    }
}

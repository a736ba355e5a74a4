package network.physio.booking.network;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Pattern;
import network.physio.http.Times;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * One mapping of the file. Each reader takes a key with the type that it must have; what is wrong becomes a fault and a
 * stand-in of that type, so that reading goes on and finds the rest. A file with faults is never used.
 */
final class Mapping {

    private static final Pattern CODE = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
    private static final Pattern WHOLE = Pattern.compile("-?\\d{1,9}");
    private static final Pattern DECIMAL = Pattern.compile("-?\\d{1,9}(\\.\\d{1,12})?");
    private static final Set<String> NOTHING = Set.of("", "~", "null", "Null", "NULL");
    private static final int MAX_TEXT = 1000;
    private static final int MAX_CODE = 80;

    private final String pointer;
    private final Map<String, Node> entries;
    private final Faults faults;
    private final Set<String> known = new HashSet<>();

    private Mapping(String pointer, Map<String, Node> entries, Faults faults) {
        this.pointer = pointer;
        this.entries = entries;
        this.faults = faults;
    }

    static Mapping root(MappingNode node, Faults faults) {
        return of(node, "#", faults);
    }

    private static Mapping of(MappingNode node, String pointer, Faults faults) {
        Map<String, Node> entries = new LinkedHashMap<>();
        faults.place(pointer, node.getStartMark());
        for (NodeTuple tuple : node.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                faults.addAt(tuple.getKeyNode().getStartMark(), "a key must be a word");
                continue;
            }
            String place = pointer + "/" + escaped(key.getValue());
            faults.place(place, key.getStartMark());
            if (entries.put(key.getValue(), tuple.getValueNode()) != null) {
                faults.addAt(key.getStartMark(), "this key is written twice in one mapping");
            }
        }
        return new Mapping(pointer, entries, faults);
    }

    String pointer() {
        return pointer;
    }

    boolean has(String key) {
        known.add(key);
        return entries.containsKey(key);
    }

    /** Reports the keys that nobody asked for. Last, when all known keys have been read. */
    void refuseUnknownKeys() {
        entries.keySet().stream()
                .filter(key -> !known.contains(key))
                .forEach(key -> add(
                        key,
                        "is not a key of this mapping; it takes "
                                + String.join(", ", known.stream().sorted().toList())));
    }

    String text(String key) {
        return required(key, "", this::textOf);
    }

    @Nullable
    String textOrNull(String key) {
        return has(key) ? text(key) : null;
    }

    String code(String key) {
        return required(key, "", this::codeOf);
    }

    @Nullable
    String codeOrNull(String key) {
        return has(key) ? code(key) : null;
    }

    int whole(String key, int least, int most) {
        return required(key, least, (place, node) -> wholeOf(place, node, least, most));
    }

    int whole(String key, int least, int most, int otherwise) {
        return has(key) ? whole(key, least, most) : otherwise;
    }

    /** Minutes: a multiple of 5, like all time in booking. */
    int minutes(String key, int least, int most) {
        int minutes = whole(key, least, most);
        if (minutes % 5 != 0) {
            add(key, "must be a multiple of 5 minutes");
        }
        return minutes;
    }

    int minutes(String key, int least, int most, int otherwise) {
        return has(key) ? minutes(key, least, most) : otherwise;
    }

    double decimal(String key, double least, double most) {
        return required(key, least, (place, node) -> {
            String written = plain(node);
            if (written == null || !DECIMAL.matcher(written).matches()) {
                return wrong(place, "must be a number, without quotes", least);
            }
            double value = Double.parseDouble(written);
            return value < least || value > most
                    ? wrong(place, "must be from %s to %s".formatted(least, most), least)
                    : value;
        });
    }

    boolean flag(String key, boolean otherwise) {
        if (!has(key)) {
            return otherwise;
        }
        return required(key, otherwise, (place, node) -> {
            String written = plain(node);
            return switch (written) {
                case "true" -> true;
                case "false" -> false;
                case null, default -> wrong(place, "must be true or false, without quotes", otherwise);
            };
        });
    }

    String oneOf(String key, List<String> words) {
        return required(key, words.getFirst(), (place, node) -> wordOf(place, node, words));
    }

    String oneOf(String key, List<String> words, String otherwise) {
        return has(key) ? oneOf(key, words) : otherwise;
    }

    LocalDate date(String key) {
        return required(
                key,
                LocalDate.EPOCH,
                (place, node) -> parsed(place, node, Times::date, LocalDate.EPOCH, "must be a date like 2027-03-01"));
    }

    @Nullable
    LocalDate dateOrNull(String key) {
        return has(key) ? date(key) : null;
    }

    LocalTime time(String key) {
        return required(
                key,
                LocalTime.MIDNIGHT,
                (place, node) ->
                        parsed(place, node, LocalTime::parse, LocalTime.MIDNIGHT, "must be a local time like 09:30"));
    }

    LocalDateTime dateTime(String key) {
        LocalDateTime standIn = LocalDate.EPOCH.atStartOfDay();
        return required(
                key,
                standIn,
                (place, node) ->
                        parsed(place, node, Times::local, standIn, "must be a local time like 2027-03-01T09:30"));
    }

    List<String> codes(String key) {
        return each(key, this::codeOf);
    }

    List<String> words(String key, List<String> words) {
        return each(key, (place, node) -> wordOf(place, node, words));
    }

    List<String> words(String key, List<String> words, List<String> otherwise) {
        return has(key) ? words(key, words) : otherwise;
    }

    List<String> texts(String key) {
        return each(key, this::textOf);
    }

    List<Integer> minutesList(String key, int least, int most) {
        return each(key, (place, node) -> {
            int minutes = wholeOf(place, node, least, most);
            return minutes % 5 == 0 ? minutes : wrong(place, "must be a multiple of 5 minutes", minutes);
        });
    }

    <T> List<T> mappings(String key, Function<Mapping, T> read) {
        return each(key, (place, node) -> {
            if (node instanceof MappingNode mapping) {
                Mapping inner = of(mapping, place, faults);
                T value = read.apply(inner);
                inner.refuseUnknownKeys();
                return value;
            }
            faults.add(place, "must be a mapping");
            return null;
        });
    }

    /** Like {@link #mappings}, of a section that may be left out. */
    <T> List<T> section(String key, Function<Mapping, T> read) {
        return has(key) ? mappings(key, read) : List.of();
    }

    /** Reads a mapping inside this one; {@code otherwise} stands in when there is none. */
    <T> T mapping(String key, T otherwise, Function<Mapping, T> read) {
        return required(key, otherwise, (place, node) -> {
            if (node instanceof MappingNode mapping) {
                Mapping inner = of(mapping, place, faults);
                T value = read.apply(inner);
                inner.refuseUnknownKeys();
                return value;
            }
            return wrong(place, "must be a mapping", otherwise);
        });
    }

    void add(String key, String detail) {
        faults.add(pointer + "/" + escaped(key), detail);
    }

    private <T> T required(String key, T standIn, BiFunction<String, Node, T> read) {
        known.add(key);
        Node node = entries.get(key);
        if (node == null) {
            add(key, "is missing");
            return standIn;
        }
        return read.apply(pointer + "/" + escaped(key), node);
    }

    private <T> List<T> each(String key, BiFunction<String, Node, @Nullable T> read) {
        return required(key, List.of(), (place, node) -> {
            if (!(node instanceof SequenceNode list)) {
                return wrong(place, "must be a list", List.of());
            }
            List<T> values = new ArrayList<>();
            for (int i = 0; i < list.getValue().size(); i++) {
                Node item = list.getValue().get(i);
                faults.place(place + "/" + i, item.getStartMark());
                T value = read.apply(place + "/" + i, item);
                if (value != null) {
                    values.add(value);
                }
            }
            return values;
        });
    }

    private String textOf(String place, Node node) {
        if (!(node instanceof ScalarNode scalar) || isNothing(scalar)) {
            return wrong(place, "must be a text", "");
        }
        return scalar.getValue().length() > MAX_TEXT
                ? wrong(place, "must have at most %d characters".formatted(MAX_TEXT), "")
                : scalar.getValue();
    }

    private String codeOf(String place, Node node) {
        if (!(node instanceof ScalarNode scalar)
                || !CODE.matcher(scalar.getValue()).matches()
                || scalar.getValue().length() > MAX_CODE) {
            return wrong(place, "must be a code: small letters, digits and hyphens, such as box-hill", "");
        }
        return scalar.getValue();
    }

    private int wholeOf(String place, Node node, int least, int most) {
        String written = plain(node);
        if (written == null || !WHOLE.matcher(written).matches()) {
            return wrong(place, "must be a whole number, without quotes", least);
        }
        int value = Integer.parseInt(written);
        return value < least || value > most
                ? wrong(place, "must be from %d to %d".formatted(least, most), least)
                : value;
    }

    private String wordOf(String place, Node node, List<String> words) {
        return node instanceof ScalarNode scalar && words.contains(scalar.getValue())
                ? scalar.getValue()
                : wrong(place, "must be one of " + String.join(", ", words), words.getFirst());
    }

    private <T> T parsed(String place, Node node, Function<String, T> parse, T standIn, String expected) {
        try {
            return node instanceof ScalarNode scalar ? parse.apply(scalar.getValue()) : wrong(place, expected, standIn);
        } catch (DateTimeException notThatForm) {
            return wrong(place, expected, standIn);
        }
    }

    private <T> T wrong(String place, String detail, T standIn) {
        faults.add(place, detail);
        return standIn;
    }

    /** A scalar as it is written without quotes; null for anything else. */
    private static @Nullable String plain(Node node) {
        return node instanceof ScalarNode scalar && scalar.getScalarStyle() == ScalarStyle.PLAIN
                ? scalar.getValue()
                : null;
    }

    private static boolean isNothing(ScalarNode scalar) {
        return scalar.getScalarStyle() == ScalarStyle.PLAIN
                ? NOTHING.contains(scalar.getValue())
                : scalar.getValue().isBlank();
    }

    private static String escaped(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }
}

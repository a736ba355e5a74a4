package network.physio.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** The table in docs/access-table.csv: what each caller gets from each operation. */
record AccessTable(List<Row> rows) {

    enum Caller {
        ANONYMOUS,
        GUEST,
        OTHER_GUEST,
        PATIENT,
        OTHER_PATIENT,
        RECEPTIONIST,
        RECEPTIONIST_BRUNSWICK,
        PRACTITIONER,
        DISPATCHER,
        PARTNER,
        EDITOR,
        CLINICAL_LEAD,
        NETWORK_ADMIN;

        /** Name of the column, and of the demo user where it is one. */
        String column() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        boolean isSignedIn() {
            return compareTo(OTHER_GUEST) > 0;
        }
    }

    /** One line: a method of HTTP, or LISTS or SEES. */
    record Row(int line, String method, String path, String about, Map<Caller, String> cells) {

        String expected(Caller caller) {
            return Objects.requireNonNull(cells.get(caller));
        }

        boolean isRead() {
            return List.of("GET", "LISTS", "SEES").contains(method);
        }

        /** The address without query and pointer. */
        String template() {
            return path.replaceAll("[?#].*", "");
        }

        String pointer() {
            return path.substring(path.indexOf('#') + 1);
        }

        /** Method and path, as the contract has them but for the names of variables. */
        String operation() {
            return AccessTable.operation(method, template());
        }
    }

    /** An operation whatever the contract calls the variables of its path. */
    static String operation(String method, String template) {
        return method + " " + template.replaceAll("\\{[^}]*}", "{}");
    }

    static AccessTable read(Path file) {
        List<Row> rows = new ArrayList<>();
        try {
            List<String> lines = Files.readAllLines(file);
            boolean headed = false;
            for (int i = 0; i < lines.size(); i++) {
                String line = lines.get(i).strip();
                if (line.isEmpty() || line.startsWith("#")) {
                    continue;
                }
                List<String> cells = Arrays.asList(line.split("\\s*,\\s*", -1));
                if (headed) {
                    rows.add(row(i + 1, cells));
                } else {
                    requireHead(cells);
                    headed = true;
                }
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return new AccessTable(List.copyOf(rows));
    }

    private static void requireHead(List<String> cells) {
        List<String> wanted = new ArrayList<>(List.of("method", "path", "about"));
        Arrays.stream(Caller.values()).map(Caller::column).forEach(wanted::add);
        if (!cells.equals(wanted)) {
            throw new AssertionError("the access table must have the columns " + wanted);
        }
    }

    private static Row row(int line, List<String> cells) {
        String method = cells.getFirst();
        List<String> expected = cells.subList(Math.min(3, cells.size()), cells.size());
        String form = method.equals("LISTS") || method.equals("SEES") ? "yes|no" : "[2-5]\\d\\d";
        if (expected.size() != Caller.values().length || !expected.stream().allMatch(cell -> cell.matches(form))) {
            throw new AssertionError("line %d of the access table needs %s for each caller: %s"
                    .formatted(line, form.equals("yes|no") ? form : "a status", cells));
        }
        Map<Caller, String> byCaller = new EnumMap<>(Caller.class);
        for (Caller caller : Caller.values()) {
            byCaller.put(caller, expected.get(byCaller.size()));
        }
        return new Row(line, method, cells.get(1), cells.get(2), byCaller);
    }
}

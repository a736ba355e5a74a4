package network.physio.booking.network;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.error.Mark;

/** Collects what is wrong in a file, and knows on which line each path is written. */
final class Faults {

    private record Position(int line, int column) {}

    private record Found(String pointer, Position position, String detail) {}

    private final Map<String, Position> positions = new HashMap<>();
    private final Set<Found> found = new LinkedHashSet<>();

    /** Remembers where a path is written. */
    void place(String pointer, Mark mark) {
        positions.putIfAbsent(pointer, position(mark));
    }

    void add(String pointer, String detail) {
        found.add(new Found(pointer, positionOf(pointer), detail));
    }

    void addAt(Mark mark, String detail) {
        found.add(new Found("#", position(mark), detail));
    }

    void addAll(List<network.physio.http.Fault> others) {
        others.forEach(fault -> add(fault.pointer() == null ? "#" : fault.pointer(), fault.detail()));
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    /** In the order of the file. */
    List<FileFault> inOrder() {
        List<FileFault> faults = new ArrayList<>();
        found.forEach(one -> faults.add(new FileFault(
                one.pointer(), one.position().line(), one.position().column(), one.detail())));
        faults.sort(Comparator.comparingInt(FileFault::line).thenComparingInt(FileFault::column));
        return List.copyOf(faults);
    }

    /** Of the path, or of the nearest part of it that is written: something missing is reported where it should be. */
    private Position positionOf(String pointer) {
        for (String path = pointer; !path.isEmpty(); path = parent(path)) {
            Position position = positions.get(path);
            if (position != null) {
                return position;
            }
        }
        return new Position(1, 1);
    }

    private static String parent(String pointer) {
        int slash = pointer.lastIndexOf('/');
        return slash < 0 ? "" : pointer.substring(0, slash);
    }

    private static Position position(Mark mark) {
        return new Position(mark.getLine() + 1, mark.getColumn() + 1);
    }
}

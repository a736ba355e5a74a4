package network.physio.gateway.contract;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the contract's template of a path, so that logs name what was asked for without the ids in it. */
public final class PathTemplates {

    private final Node root = new Node();

    public PathTemplates(List<String> templates) {
        templates.forEach(this::add);
    }

    public Optional<String> of(String path) {
        return Optional.ofNullable(find(root, path.split("/", -1), 0));
    }

    private void add(String template) {
        Node node = root;
        for (String segment : template.split("/", -1)) {
            node = node.next.computeIfAbsent(segment.contains("{") ? Node.ANY : segment, unseen -> new Node());
        }
        node.template = template;
    }

    /** A literal segment goes before a parameter, as in every router. */
    private static @Nullable String find(Node node, String[] segments, int at) {
        if (at == segments.length) {
            return node.template;
        }
        Node literal = node.next.get(segments[at]);
        String found = literal == null ? null : find(literal, segments, at + 1);
        if (found != null) {
            return found;
        }
        Node any = node.next.get(Node.ANY);
        return any == null ? null : find(any, segments, at + 1);
    }

    private static final class Node {
        /** No segment of a path can be this. */
        static final String ANY = "{}";

        final Map<String, Node> next = new HashMap<>();

        @Nullable
        String template;
    }
}

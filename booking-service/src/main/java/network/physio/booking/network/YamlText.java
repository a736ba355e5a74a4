package network.physio.booking.network;

import java.io.StringReader;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Reads YAML as a tree of mappings, lists and texts. Nothing is built from tags, and anchors are refused: a few lines of
 * them can stand for gigabytes.
 */
final class YamlText {

    static final int MAX_CHARACTERS = 1_048_576;
    private static final int MAX_DEPTH = 20;

    private YamlText() {}

    static Optional<Mapping> read(String text, Faults faults) {
        try {
            if (!isOnePlainDocument(text, faults)) {
                return Optional.empty();
            }
            Node root = yaml().compose(new StringReader(text));
            if (root instanceof MappingNode mapping) {
                return Optional.of(Mapping.root(mapping, faults));
            }
            faults.add("#", "must be a mapping of sections");
        } catch (MarkedYAMLException unreadable) {
            faults.addAt(unreadable.getProblemMark(), "is not YAML: " + unreadable.getProblem());
        } catch (YAMLException unreadable) {
            faults.add("#", "is not YAML, too long, or has a character that YAML does not allow");
        }
        return Optional.empty();
    }

    private static boolean isOnePlainDocument(String text, Faults faults) {
        int documents = 0;
        for (Event event : yaml().parse(new StringReader(text))) {
            if (event instanceof DocumentStartEvent && ++documents == 2) {
                faults.addAt(event.getStartMark(), "a network file is one document");
            }
            boolean anchored = event instanceof NodeEvent node && node.getAnchor() != null;
            if (anchored || event instanceof AliasEvent) {
                faults.addAt(event.getStartMark(), "anchors and aliases are not supported: write it out");
            }
        }
        return faults.isEmpty();
    }

    private static Yaml yaml() {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MAX_CHARACTERS);
        options.setMaxAliasesForCollections(0);
        options.setNestingDepthLimit(MAX_DEPTH);
        return new Yaml(options);
    }
}

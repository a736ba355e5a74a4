package network.physio.gateway.contract;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import java.util.Set;
import network.physio.gateway.Asset;
import network.physio.gateway.Visit;
import org.jspecify.annotations.Nullable;

/** Serves the one contract as JSON, or as YAML for those who ask for it. */
@ApplicationScoped
public class Contract {

    private static final Set<String> ADDRESSES = Set.of("/openapi", "/openapi.json", "/openapi.yaml");

    private final Asset json = Asset.resource("application/json", "contract/openapi.json");
    private final Asset yaml = Asset.resource("application/yaml", "contract/openapi.yaml");
    private final PathTemplates templates =
            new PathTemplates(Asset.text("contract/paths.txt").lines().toList());

    public PathTemplates templates() {
        return templates;
    }

    public boolean has(String path) {
        return ADDRESSES.contains(path);
    }

    public void answer(Visit visit) {
        boolean inYaml = switch (visit.path()) {
            case "/openapi.yaml" -> true;
            case "/openapi.json" -> false;
            default -> prefersYaml(visit.context().request().getHeader("Accept"));
        };
        (inYaml ? yaml : json).answer(visit);
    }

    private static boolean prefersYaml(@Nullable String accept) {
        String wanted = accept == null ? "" : accept.toLowerCase(Locale.ROOT);
        int yamlAt = wanted.indexOf("yaml");
        int jsonAt = wanted.indexOf("json");
        return yamlAt >= 0 && (jsonAt < 0 || yamlAt < jsonAt);
    }
}

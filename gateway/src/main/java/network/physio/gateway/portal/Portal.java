package network.physio.gateway.portal;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import network.physio.gateway.Asset;
import network.physio.gateway.GatewaySettings;
import network.physio.gateway.Visit;

/** The page at {@code /}: what the network is, how to get a token, and the contract to try. It loads nothing from elsewhere. */
@ApplicationScoped
public class Portal {

    /** The interactive page sets styles on its elements while it runs; nothing else is allowed beyond our own files. */
    private static final Map<String, String> PAGE = Map.of(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
                    + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");

    private final Map<String, Asset> assets;

    Portal(GatewaySettings settings) {
        String page = Asset.text("pages/portal.html")
                .replace("{issuer}", escaped(settings.identity().issuer().toString()));
        assets = Map.of(
                "/", Asset.of("text/html; charset=utf-8", page).with(PAGE),
                "/assets/portal.js", Asset.resource("text/javascript; charset=utf-8", "pages/portal.js"),
                "/assets/portal.css", Asset.resource("text/css; charset=utf-8", "pages/portal.css"),
                "/assets/swagger-ui-bundle.js",
                        Asset.resource("text/javascript; charset=utf-8", "pages/swagger-ui-bundle.js"),
                "/assets/swagger-ui.css", Asset.resource("text/css; charset=utf-8", "pages/swagger-ui.css"),
                "/favicon.ico", Asset.resource("image/svg+xml", "pages/favicon.svg"));
    }

    public boolean has(String path) {
        return assets.containsKey(path);
    }

    public void answer(Visit visit) {
        Asset asset = assets.get(visit.path());
        if (asset != null) {
            asset.answer(visit);
        }
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }
}

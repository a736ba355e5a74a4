package network.physio.gateway.problem;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import network.physio.gateway.Asset;
import network.physio.gateway.Visit;
import org.commonmark.node.Heading;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/** {@code docs/problems.md} as pages: all of it at {@code /problems/}, and each section at its problem's {@code type}. */
@ApplicationScoped
public class ProblemPages {

    private static final String ALL = "/problems/";
    private static final Map<String, String> PAGE = Map.of(
            "Content-Security-Policy",
            "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");

    private final Map<String, Asset> pages = new HashMap<>();

    ProblemPages() {
        this(Asset.text("pages/problems.md"));
    }

    ProblemPages(String markdown) {
        Node document = Parser.builder().build().parse(markdown);
        Map<String, String> sections = sections(document);
        sections.forEach((slug, html) -> pages.put(ALL + slug, page(slug, html)));
        Asset all = page("Problems", linked(document, sections));
        pages.put(ALL, all);
        pages.put("/problems", all);
    }

    public boolean has(String path) {
        return pages.containsKey(path);
    }

    public void answer(Visit visit) {
        Asset page = pages.get(visit.path());
        if (page != null) {
            page.answer(visit);
        }
    }

    private static Map<String, String> sections(Node document) {
        Map<String, String> sections = new HashMap<>();
        for (Node node = document.getFirstChild(); node != null; node = node.getNext()) {
            if (node instanceof Heading heading && heading.getLevel() == 3) {
                StringBuilder html = new StringBuilder("<h1><code>" + textOf(heading) + "</code></h1>\n");
                for (Node part : following(heading)) {
                    html.append(renderer().render(part));
                }
                sections.put(textOf(heading), html.toString());
            }
        }
        return sections;
    }

    private static List<Node> following(Heading heading) {
        List<Node> parts = new ArrayList<>();
        for (Node part = heading.getNext(); part != null && !(part instanceof Heading); part = part.getNext()) {
            parts.add(part);
        }
        return parts;
    }

    private static String textOf(Heading heading) {
        StringBuilder text = new StringBuilder();
        for (Node part = heading.getFirstChild(); part != null; part = part.getNext()) {
            if (part instanceof Text words) {
                text.append(words.getLiteral());
            }
        }
        return text.toString().strip();
    }

    private static String linked(Node document, Map<String, String> sections) {
        String html = renderer().render(document);
        for (String slug : sections.keySet()) {
            html = html.replace(
                    "<h3>" + slug + "</h3>",
                    "<h3 id=\"%s\"><a href=\"/problems/%s\"><code>%s</code></a></h3>".formatted(slug, slug, slug));
        }
        return html;
    }

    private static Asset page(String title, String content) {
        return Asset.of("text/html; charset=utf-8", """
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>%s – Physio network</title>
                <link rel="icon" href="/favicon.ico" type="image/svg+xml">
                <link rel="stylesheet" href="/assets/portal.css">
                </head>
                <body class="reading">
                <header class="bar"><a class="name" href="/">Physio network</a><nav><a href="/">API</a><a href="/problems/">Problems</a><a href="/health">Health</a></nav></header>
                <main>
                %s</main>
                </body>
                </html>
                """.formatted(title, content))
                .with(PAGE);
    }

    /** Raw HTML in the text stays text. */
    private static HtmlRenderer renderer() {
        return HtmlRenderer.builder().escapeHtml(true).sanitizeUrls(true).build();
    }
}

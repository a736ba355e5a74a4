package network.physio.content.rendering;

import java.util.regex.Pattern;
import org.owasp.html.HtmlPolicyBuilder;
import org.owasp.html.PolicyFactory;

/**
 * The second wall: the renderer already escapes HTML and drops dangerous links, and whatever slips past it meets an
 * allow-list. Styles, noscript and images stay out (CVE-2025-66021 needed the first two).
 */
final class SafeHtml {

    private static final PolicyFactory ALLOWED = new HtmlPolicyBuilder()
            .allowElements("h2", "h3", "h4", "p", "ul", "ol", "li", "strong", "em", "blockquote", "hr", "br", "code")
            .allowElements("a")
            .allowUrlProtocols("https", "http", "mailto", "tel")
            .allowAttributes("href")
            .matching(Pattern.compile(".+")) // a link that the renderer emptied becomes text
            .onElements("a")
            .requireRelNofollowOnLinks()
            .allowElements("span")
            .allowAttributes("data-statement")
            .matching(Pattern.compile("[a-z0-9-]{1,64}"))
            .onElements("span")
            .toFactory();

    private SafeHtml() {}

    static String of(String html) {
        return ALLOWED.sanitize(html);
    }
}

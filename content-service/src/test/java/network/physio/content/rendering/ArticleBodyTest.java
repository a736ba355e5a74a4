package network.physio.content.rendering;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArticleBodyTest {

    private static final ArticleBody BODY = new ArticleBody("""
            {{first}} and more

            ## Only expired

            - {{gone}}

            ## Mixed

            - {{gone}}
            - {{second}}
            """);

    @Test
    void aStatementStandsWhereItIsPlacedAndCarriesItsCode() {
        assertThat(BODY.html(Map.of("first", "One.", "second", "Two.")))
                .contains("<p><span data-statement=\"first\">One.</span> and more</p>")
                .contains("<li><span data-statement=\"second\">Two.</span></li>");
    }

    @Test
    void aStatementThatIsNotShownTakesItsListItemAndItsEmptyHeadingAlong() {
        String html = BODY.html(Map.of("first", "One.", "second", "Two."));
        assertThat(html).doesNotContain("gone", "Only expired", "{{").containsOnlyOnce("<li>");
        assertThat(BODY.plainText(Map.of("second", "Two."))).isEqualTo("and more\nMixed\nTwo.");
    }

    @Test
    void placesAreListedInTheOrderOfTheText() {
        assertThat(BODY.places()).isEqualTo(List.of("first", "gone", "gone", "second"));
    }

    @Test
    void theWordsOfAStatementAreTextAndNeverMarkdownOrHtml() {
        String html = BODY.html(Map.of("first", "**a** <b>b</b> [c](javascript:d)", "second", "x"));
        assertThat(html)
                .contains("**a** &lt;b&gt;b&lt;/b&gt; [c](javascript:d)")
                .doesNotContain("<strong>", "<b>", "<a");
    }

    @Test
    void ordinaryMarkdownSurvives() {
        assertThat(new ArticleBody("## Title\n\n1. *one* [two](https://example.org/a)\n\n> quote").html(Map.of()))
                .contains("<h2>Title</h2>", "<ol>", "<em>one</em>", "<blockquote>")
                .contains("<a href=\"https://example.org/a\" rel=\"nofollow\">two</a>");
    }

    /** Each of these got past some Markdown renderer or sanitizer once. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>alert(1)</script>",
                "<img src=x onerror=alert(1)>",
                "<svg/onload=alert(1)>",
                "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
                "<noscript><style></noscript><img src=x onerror=alert(1)></style>",
                "<style>@import 'https://evil.example/x.css';</style>",
                "<math><mtext></p><style><img src onerror=alert(1)></style>",
                "<a href=\"javascript:alert(1)\">x</a>",
                "<base href=\"https://evil.example/\">",
                "<form action=https://evil.example><input name=p></form>",
                "<!-- --><script>alert(1)</script> -->",
                "<![CDATA[<script>alert(1)</script>]]>",
                "[x](javascript:alert(1))",
                "[x](JaVaScRiPt:alert(1))",
                "[x](javascript&colon;alert(1))",
                "[x](&#106;avascript:alert(1))",
                "[x](&#x6A;&#x61;vascript:alert(1))",
                "[x](java&Tab;script:alert(1))",
                "[x](java&NewLine;script:alert(1))",
                "[x](<java\tscript:alert(1)>)",
                "[x](\u0001javascript:alert(1))",
                "[x](vbscript:msgbox(1))",
                "[x](&#118;bscript:msgbox(1))",
                "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
                "[x](data&colon;text/html,<script>alert(1)</script>)",
                "[x](file:///etc/passwd)",
                "![x](javascript:alert(1))",
                "![x\" onerror=\"alert(1)](https://example.org/x.png)",
                "![x](data:image/svg+xml;base64,PHN2Zy8+)",
                "[x](https://example.org/\"onmouseover=\"alert(1))",
                "[x](https://example.org 'a\" onclick=\"alert(1)')",
                "[x]: javascript:alert(1)\n\n[x]",
                "<javascript:alert(1)>",
                "<data:text/html,x>",
                "```html\n</code></pre><script>alert(1)</script>\n```",
                "`<script>alert(1)</script>`",
                "``` \"><script>alert(1)</script>\nx\n```",
                "# <script>alert(1)</script>",
                "> <img src=x onerror=alert(1)>",
                "&lt;script&gt;alert(1)&lt;/script&gt;",
                "<div style=\"background:url(javascript:alert(1))\">",
                "<span data-statement=\"x\" onclick=\"alert(1)\">x</span>",
            })
    void hostileMarkdownBecomesHarmlessText(String markdown) {
        String html = new ArticleBody(markdown).html(Map.of());
        assertThat(tagsIn(html))
                .allMatch(tag -> tag.matches("</?(h2|h3|h4|p|ul|ol|li|strong|em|blockquote|hr|br|code|span)( /)?>"
                        + "|</a>|<a href=\"https://example\\.org[^\"<>]*\" rel=\"nofollow\">"));
    }

    private static List<String> tagsIn(String html) {
        return Pattern.compile("<[^>]*>?")
                .matcher(html)
                .results()
                .map(MatchResult::group)
                .toList();
    }
}

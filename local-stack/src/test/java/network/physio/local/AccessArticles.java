package network.physio.local;

import static network.physio.local.AccessThings.made;
import static network.physio.local.AccessThings.written;
import static network.physio.local.Api.and;

import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import network.physio.local.AccessThings.Thing;

/** Articles for the access table, in the state that a row asks for. */
final class AccessArticles {

    private final Api gateway;
    private final Function<String, Map<String, String>> bearer;

    AccessArticles(Api gateway, Function<String, Map<String, String>> bearer) {
        this.gateway = gateway;
        this.bearer = bearer;
    }

    /** An article with an English text in this state. */
    Thing article(String state) {
        Map<String, String> editor = bearer.apply("editor");
        Map<String, Object> article = newArticle();
        made(gateway.post("/content/v1/articles", editor, article));
        String text = "/content/v1/articles/%s/translations/en".formatted(written(article, "slug"));
        Api.Reply now = made(gateway.send("PUT", text, and(editor, "If-None-Match", "*"), Api.json(text())));
        if (!state.equals("draft")) {
            now = step(text + "/submit", editor, now, BodyPublishers.noBody());
        }
        if (state.equals("published")) {
            now = step(
                    text + "/publish",
                    bearer.apply("clinical-lead"),
                    now,
                    Api.json(Map.of("clinicalReview", "pending")));
        }
        return Thing.of(Map.of("article", written(article, "slug"), "lang", "en"), editor, now.etag());
    }

    private Api.Reply step(String path, Map<String, String> caller, Api.Reply before, BodyPublisher body) {
        return made(gateway.send("POST", path, and(caller, "If-Match", before.etag()), body));
    }

    static Map<String, Object> newArticle() {
        return Map.of("slug", "access-" + UUID.randomUUID(), "kind", "condition");
    }

    static Map<String, Object> text() {
        return Map.of(
                "title", "For the access table",
                "summary", "It says nothing.",
                "body", "{{nothing}}",
                "statements",
                        List.of(Map.of(
                                "code",
                                "nothing",
                                "text",
                                "This says nothing.",
                                "grade",
                                "consensus",
                                "safety",
                                false,
                                "citations",
                                List.of(Map.of("kind", "fact", "ref", "AF-03")),
                                "conflicts",
                                List.of())));
    }
}

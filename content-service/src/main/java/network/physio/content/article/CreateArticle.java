package network.physio.content.article;

import jakarta.enterprise.context.ApplicationScoped;
import network.physio.content.Kind;
import network.physio.content.NetworkTime;

/** Begins an article: its name and kind. Nobody but editors sees it until a language of it is published. */
@ApplicationScoped
public class CreateArticle {

    private final Articles articles;
    private final NetworkTime time;

    CreateArticle(Articles articles, NetworkTime time) {
        this.articles = articles;
        this.time = time;
    }

    public enum Outcome {
        CREATED,
        SLUG_TAKEN
    }

    public Outcome create(String slug, Kind kind, String actor) {
        return articles.add(slug, kind, actor, time.now()) ? Outcome.CREATED : Outcome.SLUG_TAKEN;
    }
}

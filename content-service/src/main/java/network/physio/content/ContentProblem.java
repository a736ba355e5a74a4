package network.physio.content;

import network.physio.http.ProblemType;
import network.physio.http.Slugs;

/** The problems that only this service answers with. */
public enum ContentProblem implements ProblemType {
    NO_SUCH_ARTICLE(404, "There is no such article"),
    NOT_IN_THIS_LANGUAGE(404, "The article is not published in this language"),
    SLUG_TAKEN(409, "Another article has this slug"),
    VERSION_NOT_IN_THAT_STATE(409, "The version is not in a state that allows this"),
    OWN_WORK(403, "Nobody publishes their own work"),
    NOT_READY_TO_PUBLISH(422, "The version is not ready to be published");

    private final int status;
    private final String title;

    ContentProblem(int status, String title) {
        this.status = status;
        this.title = title;
    }

    @Override
    public String slug() {
        return Slugs.of(this);
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public String title() {
        return title;
    }
}

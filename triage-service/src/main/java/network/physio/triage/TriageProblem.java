package network.physio.triage;

import network.physio.http.ProblemType;
import network.physio.http.Slugs;

/** The refusals that only triage gives; docs/problems.md explains each. */
public enum TriageProblem implements ProblemType {
    ASSESSMENT_ERASED(410, "The assessment was erased"),
    INVALID_ANSWERS(422, "Some answers cannot be read");

    private final int status;
    private final String title;

    TriageProblem(int status, String title) {
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

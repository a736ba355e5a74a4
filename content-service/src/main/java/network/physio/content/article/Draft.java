package network.physio.content.article;

import java.util.List;
import network.physio.content.statement.Statement;

/** What an author writes: the text of an article in one language, with the statements it places. */
public record Draft(String title, String summary, String body, List<Statement> statements) {

    public Draft {
        statements = List.copyOf(statements);
    }
}

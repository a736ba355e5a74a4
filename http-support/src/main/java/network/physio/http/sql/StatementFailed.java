package network.physio.http.sql;

import java.sql.SQLException;
import org.jdbi.v3.core.JdbiException;

/** What JDBC refused. Whoever handles the failures of Jdbi handles these too. */
public final class StatementFailed extends JdbiException {

    private static final long serialVersionUID = 1;

    StatementFailed(SQLException cause) {
        super(cause);
    }
}

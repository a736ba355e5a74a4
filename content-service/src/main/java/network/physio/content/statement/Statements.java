package network.physio.content.statement;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import network.physio.content.NetworkTime;
import network.physio.http.Ids;
import org.jspecify.annotations.Nullable;

/** The statements of each version, in their order. */
@ApplicationScoped
public class Statements implements PanacheRepositoryBase<StatementRow, UUID> {

    private final NetworkTime time;

    Statements(NetworkTime time) {
        this.time = time;
    }

    public List<Statement> of(UUID versionId) {
        return rows(versionId).stream().map(StatementRow::statement).toList();
    }

    /** The given statements instead of those that the draft had. */
    public void replace(UUID versionId, List<Statement> statements) {
        rows(versionId).forEach(this::delete);
        flush();
        for (int position = 0; position < statements.size(); position++) {
            persist(StatementRow.of(Ids.at(time.now()), versionId, position, statements.get(position)));
        }
        flush();
    }

    /** Starts the time until review, and notes who has reviewed them; null while no clinician has. */
    public void sign(UUID versionId, LocalDate publishedOn, @Nullable String reviewer) {
        for (StatementRow row : rows(versionId)) {
            row.reviewer = reviewer;
            row.reviewBy = row.statement().reviewByWhenPublishedOn(publishedOn);
        }
        flush();
    }

    private List<StatementRow> rows(UUID versionId) {
        return list("versionId = ?1 order by position", versionId);
    }
}

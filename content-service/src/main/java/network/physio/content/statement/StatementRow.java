package network.physio.content.statement;

import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.OrderColumn;
import jakarta.persistence.Table;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.hibernate.annotations.Fetch;
import org.hibernate.annotations.FetchMode;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "statement")
class StatementRow {

    @Id
    UUID id;

    @Column(name = "version_id", updatable = false)
    UUID versionId;

    @Column(updatable = false)
    int position;

    @Column(updatable = false)
    String code;

    @Column(updatable = false)
    String text;

    @Nullable
    @Column(updatable = false)
    String grade;

    @Column(updatable = false)
    boolean safety;

    @Column(updatable = false)
    List<String> conflicts;

    @Nullable
    String reviewer;

    @Nullable
    @Column(name = "review_by")
    LocalDate reviewBy;

    @ElementCollection(fetch = FetchType.EAGER)
    @Fetch(FetchMode.SUBSELECT)
    @CollectionTable(name = "citation", joinColumns = @JoinColumn(name = "statement_id"))
    @OrderColumn(name = "position")
    List<CitationRow> citations = new ArrayList<>();

    @SuppressWarnings("NullAway.Init")
    protected StatementRow() {}

    static StatementRow of(UUID id, UUID versionId, int position, Statement statement) {
        StatementRow row = new StatementRow();
        row.id = id;
        row.versionId = versionId;
        row.position = position;
        row.code = statement.code();
        row.text = statement.text();
        row.grade = statement.grade() == null ? null : statement.grade().code();
        row.safety = statement.safety();
        row.conflicts = statement.conflicts();
        row.reviewer = statement.reviewer();
        row.reviewBy = statement.reviewBy();
        statement.citations().forEach(citation -> row.citations.add(CitationRow.of(citation)));
        return row;
    }

    Statement statement() {
        return new Statement(
                code,
                text,
                grade == null ? null : Grade.of(grade),
                safety,
                citations.stream().map(CitationRow::citation).toList(),
                conflicts,
                reviewer,
                reviewBy);
    }
}

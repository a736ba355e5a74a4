package network.physio.content.statement;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import org.jspecify.annotations.Nullable;

@Embeddable
class CitationRow {

    @Column(nullable = false)
    String kind;

    @Column(nullable = false)
    String ref;

    @Nullable
    String title;

    @SuppressWarnings("NullAway.Init")
    protected CitationRow() {}

    static CitationRow of(Citation citation) {
        CitationRow row = new CitationRow();
        row.kind = citation.kind().code();
        row.ref = citation.ref();
        row.title = citation.title();
        return row;
    }

    Citation citation() {
        return new Citation(Citation.Kind.of(kind), ref, title);
    }
}

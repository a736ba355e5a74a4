package network.physio.content.article;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import network.physio.content.Kind;

@Entity
@Table(name = "article")
class ArticleRow {

    @Id
    UUID id;

    @Column(updatable = false)
    String slug;

    @Column(updatable = false)
    String kind;

    @Column(name = "created_at", updatable = false)
    Instant createdAt;

    @Column(name = "created_by", updatable = false)
    String createdBy;

    @SuppressWarnings("NullAway.Init")
    protected ArticleRow() {}

    Kind kind() {
        return Kind.fromString(kind);
    }
}

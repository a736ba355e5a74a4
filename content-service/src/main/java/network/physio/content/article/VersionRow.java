package network.physio.content.article;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.hibernate.annotations.DynamicUpdate;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "version")
@DynamicUpdate
class VersionRow {

    @Id
    UUID id;

    @Column(name = "translation_id", updatable = false)
    UUID translationId;

    @Column(updatable = false)
    int number;

    String status;

    @Column(updatable = false)
    String origin;

    String title;
    String summary;
    String body;

    /** Everybody whose words are in this version: none of them may publish it. */
    List<String> authors;

    @Column(name = "created_at", updatable = false)
    Instant createdAt;

    @Nullable
    @Column(name = "published_at")
    Instant publishedAt;

    @Nullable
    @Column(name = "published_by")
    String publishedBy;

    @Nullable
    @Column(name = "withdrawn_at")
    Instant withdrawnAt;

    @Nullable
    @Column(name = "withdrawn_reason")
    String withdrawnReason;

    @SuppressWarnings("NullAway.Init")
    protected VersionRow() {}

    Status status() {
        return Status.of(status);
    }

    void leave(Instant now, String reason) {
        status = Status.WITHDRAWN.toString();
        withdrawnAt = now;
        withdrawnReason = reason;
    }
}

package network.physio.content.article;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

@ApplicationScoped
class Versions implements PanacheRepositoryBase<VersionRow, UUID> {

    Optional<VersionRow> published(UUID translationId) {
        return find("translationId = ?1 and status = 'published'", translationId)
                .firstResultOptional();
    }

    /** The draft, or the version in review: there is at most one of both. */
    Optional<VersionRow> inProgress(UUID translationId) {
        return find("translationId = ?1 and status in ('draft', 'in-review')", translationId)
                .firstResultOptional();
    }

    Optional<VersionRow> latest(UUID translationId) {
        return find("translationId = ?1 order by number desc", translationId).firstResultOptional();
    }

    List<VersionRow> newestFirst(UUID translationId, int below, int limit) {
        return find("translationId = ?1 and number < ?2 order by number desc", translationId, below)
                .page(0, limit)
                .list();
    }
}

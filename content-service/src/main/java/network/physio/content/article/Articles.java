package network.physio.content.article;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import network.physio.content.Kind;
import network.physio.http.Ids;

@ApplicationScoped
class Articles implements PanacheRepositoryBase<ArticleRow, UUID> {

    static final String SLUG = "[a-z0-9]+(-[a-z0-9]+)*";

    /** Also what a caller wrote in an address: what cannot be a slug is not asked for. */
    Optional<ArticleRow> bySlug(String slug) {
        return slug.matches(SLUG) ? find("slug", slug).firstResultOptional() : Optional.empty();
    }

    /** @return whether the slug was free; of two who ask at once, one gets it */
    boolean add(String slug, Kind kind, String createdBy, Instant now) {
        return getEntityManager()
                        .createNativeQuery("""
                        INSERT INTO article (id, slug, kind, created_at, created_by)
                        VALUES (:id, :slug, :kind, :now, :by)
                        ON CONFLICT (slug) DO NOTHING
                        """)
                        .setParameter("id", Ids.at(now))
                        .setParameter("slug", slug)
                        .setParameter("kind", kind.toString())
                        .setParameter("now", now)
                        .setParameter("by", createdBy)
                        .executeUpdate()
                == 1;
    }
}

package network.physio.content.article;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import network.physio.content.language.Language;
import network.physio.http.Ids;

@ApplicationScoped
class Translations implements PanacheRepositoryBase<TranslationRow, UUID> {

    List<TranslationRow> of(UUID articleId) {
        return list("articleId = ?1 order by lang", articleId);
    }

    Optional<TranslationRow> find(UUID articleId, Language lang) {
        return find("articleId = ?1 and lang = ?2", articleId, lang.toString()).firstResultOptional();
    }

    /** The translation, locked until the transaction ends, so that its versions move one step at a time. */
    Optional<TranslationRow> locked(UUID articleId, Language lang) {
        return find("articleId = ?1 and lang = ?2", articleId, lang.toString())
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResultOptional();
    }

    /** The same, begun at revision 0 where there is none yet. */
    TranslationRow lockedOrBegun(UUID articleId, Language lang, Instant now) {
        getEntityManager()
                .createNativeQuery("""
                        INSERT INTO translation (id, article_id, lang, revision)
                        VALUES (:id, :article, :lang, 0)
                        ON CONFLICT (article_id, lang) DO NOTHING
                        """)
                .setParameter("id", Ids.at(now))
                .setParameter("article", articleId)
                .setParameter("lang", lang.toString())
                .executeUpdate();
        return locked(articleId, lang).orElseThrow();
    }
}

package network.physio.content.event;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.UUID;
import network.physio.content.NetworkTime;
import network.physio.content.language.Language;
import network.physio.http.Ids;
import network.physio.http.Slugs;

/** Written in the transaction of what happened; ids, types and versions only. */
@ApplicationScoped
public class Events {

    public enum Type {
        ARTICLE_PUBLISHED,
        ARTICLE_WITHDRAWN
    }

    private final EntityManager entities;
    private final NetworkTime time;

    Events(EntityManager entities, NetworkTime time) {
        this.entities = entities;
        this.time = time;
    }

    public void add(Type type, UUID articleId, Language lang, int version) {
        entities.createNativeQuery("""
                        INSERT INTO event (id, at, type, article_id, lang, version)
                        VALUES (:id, :now, :type, :article, :lang, :version)
                        """)
                .setParameter("id", Ids.at(time.now()))
                .setParameter("now", time.now())
                .setParameter("type", Slugs.of(type))
                .setParameter("article", articleId)
                .setParameter("lang", lang.toString())
                .setParameter("version", version)
                .executeUpdate();
    }
}

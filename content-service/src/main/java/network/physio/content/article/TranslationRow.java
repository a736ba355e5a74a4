package network.physio.content.article;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.UUID;
import network.physio.content.language.Language;

@Entity
@Table(name = "translation")
class TranslationRow {

    @Id
    UUID id;

    @Column(name = "article_id", updatable = false)
    UUID articleId;

    @Column(updatable = false)
    String lang;

    /** Counts every change of this article in this language; its ETag. */
    long revision;

    @SuppressWarnings("NullAway.Init")
    protected TranslationRow() {}

    Language lang() {
        return Language.fromString(lang);
    }
}

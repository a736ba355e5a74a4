package network.physio.content.seed;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import network.physio.content.ContentSettings;
import network.physio.content.article.CreateArticle;
import network.physio.content.article.Edit;
import network.physio.content.article.EditOutcome;
import network.physio.content.article.PublishVersion;
import network.physio.content.article.SaveDraft;
import network.physio.content.article.SubmitForReview;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Jdbi;

/**
 * Publishes the articles that ship with the service as version 1, with the author {@code network} and clinical review
 * pending, when the schema holds no article at all. All of them or none; of several copies that start at once, one.
 */
@ApplicationScoped
class ShippedArticles {

    static final String AUTHOR = "network";

    private static final Logger LOG = Logger.getLogger(ShippedArticles.class);

    private final CreateArticle createArticle;
    private final SaveDraft saveDraft;
    private final SubmitForReview submitForReview;
    private final PublishVersion publishVersion;
    private final ContentSettings settings;
    private final Jdbi database;

    ShippedArticles(
            CreateArticle createArticle,
            SaveDraft saveDraft,
            SubmitForReview submitForReview,
            PublishVersion publishVersion,
            ContentSettings settings,
            Jdbi database) {
        this.createArticle = createArticle;
        this.saveDraft = saveDraft;
        this.submitForReview = submitForReview;
        this.publishVersion = publishVersion;
        this.settings = settings;
        this.database = database;
    }

    void onStart(@Observes StartupEvent start) {
        if (settings.seed()) {
            int loaded = QuarkusTransaction.requiringNew().call(this::loadIntoEmptySchema);
            LOG.infof("%d shipped articles loaded", loaded);
        }
    }

    /** @return how many, 0 where there are articles already */
    int loadIntoEmptySchema() {
        boolean empty = database.withHandle(handle -> {
            handle.execute("SELECT pg_advisory_xact_lock(hashtextextended('content shipped articles', 0))");
            return handle.createQuery("SELECT NOT EXISTS (SELECT FROM article)")
                    .mapTo(Boolean.class)
                    .one();
        });
        List<ArticleFile> files = empty ? ArticleFile.all() : List.of();
        files.forEach(this::publish);
        return files.size();
    }

    private void publish(ArticleFile file) {
        createArticle.create(file.head().slug(), file.head().kind(), AUTHOR);
        Edit edit = new Edit(file.head().slug(), file.head().lang(), 0, AUTHOR);
        edit = take(edit, step -> saveDraft.save(step, file.draft(), SaveDraft.Origin.SEED));
        edit = take(edit, submitForReview::submit);
        take(edit, step -> publishVersion.publish(step, PublishVersion.ClinicalReview.PENDING));
    }

    private interface Step {
        EditOutcome take(Edit edit);
    }

    private static Edit take(Edit edit, Step step) {
        EditOutcome outcome = step.take(edit);
        if (outcome instanceof EditOutcome.Done done) {
            return new Edit(edit.slug(), edit.lang(), done.revision(), edit.actor());
        }
        throw new IllegalStateException("the shipped article " + edit.slug() + " is refused: " + outcome);
    }
}

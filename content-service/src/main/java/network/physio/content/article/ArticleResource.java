package network.physio.content.article;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.PermitAll;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import network.physio.content.ContentProblem;
import network.physio.content.Kind;
import network.physio.content.NetworkTime;
import network.physio.content.language.Language;
import network.physio.content.rendering.ArticleBody;
import network.physio.content.statement.Citation;
import network.physio.content.statement.Grade;
import network.physio.content.statement.Statement;
import network.physio.http.Cursors;
import network.physio.http.Hashes;
import network.physio.http.Page;
import network.physio.http.Preconditions;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirements;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Published articles, for everybody. */
@Path("/content/v1/articles")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@PermitAll
@SecurityRequirements
@Tag(name = "Reading")
public class ArticleResource {

    private final PublishedArticles articles;
    private final Preconditions preconditions;
    private final NetworkTime time;
    private final ObjectMapper json;
    private final MeterRegistry meters;

    ArticleResource(
            PublishedArticles articles,
            Preconditions preconditions,
            NetworkTime time,
            ObjectMapper json,
            MeterRegistry meters) {
        this.articles = articles;
        this.preconditions = preconditions;
        this.time = time;
        this.json = json;
        this.meters = meters;
    }

    @Schema(
            name = "ArticleSummary",
            requiredProperties = {"slug", "kind", "lang", "title", "summary", "version"},
            description = "An article in a list")
    record Summary(String slug, Kind kind, Language lang, String title, String summary, int version) {}

    @Schema(
            name = "ArticleList",
            requiredProperties = {"items"})
    record Summaries(List<Summary> items, @Nullable String next) {}

    @GET
    @Operation(
            operationId = "listArticles",
            summary = "Published articles in one language",
            description =
                    "Sorted by slug. Holds only articles that are published in this language: nothing falls back.")
    @APIResponse(
            responseCode = "200",
            description = "A page of articles",
            headers = @Header(name = "ETag", schema = @Schema(type = SchemaType.STRING)),
            content =
                    @Content(
                            schema = @Schema(implementation = Summaries.class),
                            examples = @ExampleObject(name = "one article", value = """
                                    {"items": [{"slug": "after-your-massage", "kind": "aftercare", "lang": "en",
                                                "title": "After your massage",
                                                "summary": "A little soreness is common and fades in a day or two.",
                                                "version": 1}],
                                     "next": "YWZ0ZXIteW91ci1tYXNzYWdl"}""")))
    @APIResponse(responseCode = "304", description = "Not changed since the version in If-None-Match")
    @APIResponse(responseCode = "400", ref = "BadRequest")
    @APIResponse(responseCode = "503", ref = "Busy")
    public Response list(
            @Parameter(description = "Language of the articles", required = true, example = "en")
                    @QueryParam("lang")
                    @NotNull
                    Language lang,
            @Parameter(description = "Only articles of this kind", example = "aftercare") @QueryParam("kind") @Nullable
                    Kind kind,
            @Parameter(description = "How many at most", example = "20")
                    @QueryParam("limit")
                    @DefaultValue("20")
                    @Min(1)
                    @Max(100)
                    int limit,
            @Parameter(description = "Where to go on: next of the page before") @QueryParam("cursor") @Nullable
                    String cursor) {
        String after = cursor == null ? "" : Cursors.read(cursor, 1).getFirst();
        if (!after.isEmpty() && !after.matches(Articles.SLUG)) {
            throw Cursors.invalid();
        }
        Page<Summary> page = Page.of(
                articles.list(lang, kind, after, limit),
                limit,
                row -> Cursors.of(row.slug()),
                row -> new Summary(
                        row.slug(), Kind.fromString(row.kind()), lang, row.title(), row.summary(), row.version()));
        return answer(page).build();
    }

    @GET
    @Path("/{slug}")
    @Operation(operationId = "readArticle", summary = "One published article", description = """
                    The text as safe HTML and its statements as data. Where the HTML shows a statement, a span carries
                    its code in data-statement. Statements past their day of review are left out and counted in
                    withheld. Without fallback a language that is not published is a 404 that names the published ones;
                    with it, langAsked and lang say which was asked for and which is served.""")
    @APIResponse(
            responseCode = "200",
            description = "The article",
            headers = {
                @Header(name = "ETag", schema = @Schema(type = SchemaType.STRING)),
                @Header(
                        name = "Content-Language",
                        description = "The language served",
                        schema = @Schema(type = SchemaType.STRING))
            },
            content =
                    @Content(
                            schema = @Schema(implementation = View.class),
                            examples = @ExampleObject(name = "an article", value = """
                                    {"slug": "after-your-massage", "kind": "aftercare", "langAsked": "it", "lang": "en",
                                     "title": "After your massage",
                                     "summary": "A little soreness is common and fades in a day or two.",
                                     "html": "<p><span data-statement=\\"no-heavy-load\\">Leave hard training \
                                    and heavy lifting for another day.</span></p>",
                                     "statements": [{"code": "no-heavy-load",
                                       "text": "Leave hard training and heavy lifting for another day.",
                                       "grade": "consensus", "safety": false,
                                       "citations": [{"kind": "fact", "ref": "AF-07"}], "conflicts": ["X-16"],
                                       "clinicalReview": "pending", "reviewBy": "2029-11-21"}],
                                     "withheld": 0, "version": 1, "publishedAt": "2026-11-21T15:00:00+11:00",
                                     "clinicalReview": "pending",
                                     "languages": [{"lang": "en", "status": "published", "version": 1},
                                                   {"lang": "it", "status": "missing"}]}""")))
    @APIResponse(responseCode = "304", description = "Not changed since the version in If-None-Match")
    @APIResponse(responseCode = "400", ref = "BadRequest")
    @APIResponse(
            responseCode = "404",
            description = "no-such-article, or not-in-this-language with the published ones in languages",
            content =
                    @Content(
                            mediaType = "application/problem+json",
                            schema = @Schema(ref = "Problem"),
                            examples = @ExampleObject(name = "not in Italian", value = """
                                    {"type": "/problems/not-in-this-language", "status": 404,
                                     "title": "The article is not published in this language",
                                     "detail": "Ask for one of languages, or name one as fallback.",
                                     "languages": ["en"]}""")))
    @APIResponse(responseCode = "503", ref = "Busy")
    public Response read(
            @Parameter(description = "Name of the article", example = "after-your-massage") @PathParam("slug")
                    String slug,
            @Parameter(description = "The language wanted", required = true, example = "it")
                    @QueryParam("lang")
                    @NotNull
                    Language lang,
            @Parameter(description = "The language to serve instead, if the wanted one is missing", example = "en")
                    @QueryParam("fallback")
                    @Nullable
                    Language fallback) {
        return switch (articles.bySlug(slug, lang, fallback)) {
            case PublishedArticles.Found found -> {
                countFallback(lang, found.text().lang());
                View view = View.of(found, lang, time);
                yield answer(view)
                        .header(HttpHeaders.CONTENT_LANGUAGE, found.text().lang())
                        .build();
            }
            case PublishedArticles.NoSuchArticle missing ->
                throw ContentProblem.NO_SUCH_ARTICLE.problem("No article with this slug is published.");
            case PublishedArticles.NotInThisLanguage other ->
                throw ContentProblem.NOT_IN_THIS_LANGUAGE
                        .builder("Ask for one of languages, or name one as fallback.")
                        .with("languages", other.published())
                        .build();
        };
    }

    /** Caches may keep it but have to ask each time: what is withdrawn or has expired is gone at once. */
    private Response.ResponseBuilder answer(Object view) {
        return Response.fromResponse(preconditions.answer(view, tagOf(view)))
                .header(HttpHeaders.CACHE_CONTROL, "no-cache");
    }

    /** How often people get a language that they did not ask for says what to translate next. */
    private void countFallback(Language asked, Language served) {
        if (asked != served) {
            meters.counter("content.language.fallbacks", "asked", asked.toString(), "served", served.toString())
                    .increment();
        }
    }

    /** Everything in the answer counts: a statement that expires and a language that appears change it, too. */
    private long tagOf(Object view) {
        try {
            return Long.parseLong(
                    Hashes.sha256Hex(json.writeValueAsString(view)).substring(0, 14), 16);
        } catch (JsonProcessingException ours) {
            throw new IllegalStateException("an answer of ours cannot be written as JSON", ours);
        }
    }

    enum ClinicalReview {
        @JsonProperty("pending")
        PENDING,
        @JsonProperty("done")
        DONE;

        static ClinicalReview of(boolean done) {
            return done ? DONE : PENDING;
        }
    }

    enum Availability {
        @JsonProperty("published")
        PUBLISHED,
        @JsonProperty("missing")
        MISSING
    }

    @Schema(
            name = "Article",
            requiredProperties = {
                "slug",
                "kind",
                "langAsked",
                "lang",
                "title",
                "summary",
                "html",
                "statements",
                "withheld",
                "version",
                "publishedAt",
                "clinicalReview",
                "languages"
            })
    record View(
            String slug,
            Kind kind,

            @Schema(description = "The language that was asked for")
            Language langAsked,

            @Schema(description = "The language that is served")
            Language lang,

            String title,
            String summary,

            @Schema(description = "Sanitised: no scripts, styles or images")
            String html,

            List<StatementView> statements,

            @Schema(description = "Statements left out because their day of review has passed")
            int withheld,

            int version,
            OffsetDateTime publishedAt,

            @Schema(description = "done when a clinician has checked every statement")
            ClinicalReview clinicalReview,

            List<LanguageView> languages) {

        static View of(PublishedArticles.Found found, Language asked, NetworkTime time) {
            VersionRow version = found.text().version();
            Map<String, String> words =
                    found.live().stream().collect(Collectors.toMap(Statement::code, Statement::text));
            return new View(
                    found.article().slug,
                    found.article().kind(),
                    asked,
                    found.text().lang(),
                    version.title,
                    version.summary,
                    new ArticleBody(version.body).html(words),
                    found.live().stream().map(StatementView::of).toList(),
                    found.withheld(),
                    version.number,
                    time.local(Objects.requireNonNull(version.publishedAt)),
                    ClinicalReview.of(found.live().stream().allMatch(statement -> statement.reviewer() != null)),
                    Arrays.stream(Language.values())
                            .map(lang -> LanguageView.of(lang, found.published()))
                            .toList());
        }
    }

    @Schema(
            name = "Statement",
            requiredProperties = {
                "code",
                "text",
                "grade",
                "safety",
                "citations",
                "conflicts",
                "clinicalReview",
                "reviewBy"
            },
            description = "One sentence of advice with its certainty and its sources")
    record StatementView(
            String code,
            String text,

            @Schema(description = "GRADE certainty of the evidence, or consensus where there is no effect to grade")
            Grade grade,

            @Schema(description = "Whether it keeps people from harm; such statements are reviewed every year")
            boolean safety,

            List<CitationView> citations,

            @Schema(description = "Ids of the conflicts between sources on which this takes a position")
            List<String> conflicts,

            ClinicalReview clinicalReview,

            @Schema(description = "The last day on which it is shown without a new review")
            LocalDate reviewBy) {

        static StatementView of(Statement statement) {
            return new StatementView(
                    statement.code(),
                    statement.text(),
                    Objects.requireNonNull(statement.grade()),
                    statement.safety(),
                    statement.citations().stream().map(CitationView::of).toList(),
                    statement.conflicts(),
                    ClinicalReview.of(statement.reviewer() != null),
                    Objects.requireNonNull(statement.reviewBy()));
        }
    }

    @Schema(
            name = "Citation",
            requiredProperties = {"kind", "ref"})
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record CitationView(
            Citation.Kind kind,
            String ref,
            @Nullable String title,
            @Nullable String address) {

        static CitationView of(Citation citation) {
            return new CitationView(citation.kind(), citation.ref(), citation.title(), citation.address());
        }
    }

    @Schema(
            name = "ArticleLanguage",
            requiredProperties = {"lang", "status"})
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record LanguageView(
            Language lang, Availability status, @Nullable Integer version) {

        static LanguageView of(Language lang, List<PublishedArticles.Text> published) {
            return published.stream()
                    .filter(text -> text.lang() == lang)
                    .findFirst()
                    .map(text -> new LanguageView(lang, Availability.PUBLISHED, text.version().number))
                    .orElseGet(() -> new LanguageView(lang, Availability.MISSING, null));
        }
    }
}

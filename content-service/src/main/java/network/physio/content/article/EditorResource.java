package network.physio.content.article;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.function.Function;
import network.physio.content.ContentProblem;
import network.physio.content.Kind;
import network.physio.content.NetworkTime;
import network.physio.content.language.Language;
import network.physio.http.Caller;
import network.physio.http.CommonProblem;
import network.physio.http.Cursors;
import network.physio.http.Fault;
import network.physio.http.HttpProblem;
import network.physio.http.Page;
import network.physio.http.Preconditions;
import network.physio.http.once.Answer;
import network.physio.http.once.Once;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * Writing, reviewing and publishing. Everything about one language of an article has one ETag: whoever publishes has seen
 * what they publish.
 */
@Path("/content/v1/articles")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@RolesAllowed({"editor", "clinical-lead"})
@SecurityRequirement(name = "accessToken")
@Tag(name = "Editing")
public class EditorResource {

    private static final String STATE_EXAMPLE = """
            {"slug": "after-your-massage", "lang": "it", "version": 2, "status": "in-review"}""";

    private final CreateArticle createArticle;
    private final SaveDraft saveDraft;
    private final SubmitForReview submitForReview;
    private final ReturnToAuthor returnToAuthor;
    private final PublishVersion publishVersion;
    private final WithdrawVersion withdrawVersion;
    private final WrittenVersions written;
    private final Once once;
    private final Preconditions preconditions;
    private final Caller caller;
    private final NetworkTime time;

    EditorResource(
            CreateArticle createArticle,
            SaveDraft saveDraft,
            SubmitForReview submitForReview,
            ReturnToAuthor returnToAuthor,
            PublishVersion publishVersion,
            WithdrawVersion withdrawVersion,
            WrittenVersions written,
            Once once,
            Preconditions preconditions,
            Caller caller,
            NetworkTime time) {
        this.createArticle = createArticle;
        this.saveDraft = saveDraft;
        this.submitForReview = submitForReview;
        this.returnToAuthor = returnToAuthor;
        this.publishVersion = publishVersion;
        this.withdrawVersion = withdrawVersion;
        this.written = written;
        this.once = once;
        this.preconditions = preconditions;
        this.caller = caller;
        this.time = time;
    }

    @Schema(name = "NewArticle")
    record NewArticle(
            @NotNull @Size(max = 80) @Pattern(regexp = Articles.SLUG) @Schema(examples = "tennis-elbow")
            String slug,

            @NotNull Kind kind) {}

    @Schema(
            name = "ArticleState",
            requiredProperties = {"slug", "lang", "version", "status"},
            description = "Where one language of an article stands after a write")
    record State(String slug, Language lang, int version, Status status) {}

    enum Review {
        @JsonProperty("pending")
        PENDING,
        @JsonProperty("done")
        DONE
    }

    @Schema(name = "Publication")
    record Publication(
            @NotNull
            @Schema(description = "done: the caller has checked every statement as a clinician and signs for it")
            Review clinicalReview) {}

    @POST
    @RolesAllowed("editor")
    @Operation(
            operationId = "createArticle",
            summary = "Begin an article",
            description = "Gives it a slug and a kind, for good. Its text comes with a translation.")
    @Parameter(ref = "Idempotency-Key")
    @APIResponse(
            responseCode = "201",
            description = "Begun",
            content =
                    @Content(
                            schema = @Schema(implementation = NewArticle.class),
                            examples =
                                    @ExampleObject(
                                            name = "begun",
                                            value = "{\"slug\": \"tennis-elbow\", \"kind\": \"condition\"}")))
    @APIResponse(responseCode = "400", ref = "BadRequest")
    @APIResponse(responseCode = "401", ref = "Unauthenticated")
    @APIResponse(responseCode = "403", ref = "Forbidden")
    @APIResponse(
            responseCode = "409",
            description = "slug-taken, or request-in-progress",
            content = @Content(mediaType = "application/problem+json", schema = @Schema(ref = "Problem")))
    @APIResponse(responseCode = "422", ref = "InvalidRequest")
    @APIResponse(responseCode = "503", ref = "Busy")
    public Response create(@NotNull @Valid NewArticle article) {
        return once.answer(article, () -> switch (createArticle.create(article.slug(), article.kind(), actor())) {
            case CREATED -> Answer.created(URI.create("/content/v1/articles/" + article.slug()), article);
            case SLUG_TAKEN ->
                Answer.refused(() -> ContentProblem.SLUG_TAKEN.problem("Choose another slug, or edit that article."));
        });
    }

    @PUT
    @Path("/{slug}/translations/{lang}")
    @RolesAllowed("editor")
    @Operation(operationId = "saveTranslation", summary = "Write an article in one language", description = """
                    Replaces the draft; where the newest version is published or withdrawn, begins the next one. The
                    published text stays as it is until the draft is published. Send If-None-Match: * for a language
                    that has no version yet, else If-Match with the ETag last read.""")
    @Parameter(ref = "Idempotency-Key")
    @Parameter(ref = "If-Match")
    @APIResponse(
            responseCode = "200",
            description = "Saved",
            headers = @Header(name = "ETag", schema = @Schema(type = SchemaType.STRING)),
            content =
                    @Content(
                            schema = @Schema(implementation = State.class),
                            examples = @ExampleObject(name = "saved", value = """
                                    {"slug": "after-your-massage", "lang": "it", "version": 2, "status": "draft"}""")))
    @APIResponse(responseCode = "400", ref = "BadRequest")
    @APIResponse(responseCode = "401", ref = "Unauthenticated")
    @APIResponse(responseCode = "403", ref = "Forbidden")
    @APIResponse(responseCode = "404", ref = "NoSuchArticle")
    @APIResponse(responseCode = "409", ref = "WrongState")
    @APIResponse(responseCode = "412", ref = "StaleVersion")
    @APIResponse(responseCode = "422", ref = "InvalidRequest")
    @APIResponse(responseCode = "428", ref = "PreconditionRequired")
    @APIResponse(responseCode = "503", ref = "Busy")
    public Response save(
            @Parameter(description = "Name of the article", example = "after-your-massage") @PathParam("slug")
                    String slug,
            @Parameter(description = "Language", example = "it") @PathParam("lang") Language lang,
            @Parameter(hidden = true) @HeaderParam(HttpHeaders.IF_NONE_MATCH) @Nullable String ifNoneMatch,
            @NotNull @Valid WrittenArticle text) {
        List<Fault> faults = text.faults();
        if (!faults.isEmpty()) {
            throw CommonProblem.INVALID_REQUEST.problem(
                    "The request does not hold what the contract asks for.", faults);
        }
        return once.answer(text, () -> {
            long expected = "*".equals(ifNoneMatch) ? 0 : preconditions.expectedVersion();
            return answer(
                    slug,
                    lang,
                    saveDraft.save(new Edit(slug, lang, expected, actor()), text.draft(), SaveDraft.Origin.EDITOR));
        });
    }

    @POST
    @Path("/{slug}/translations/{lang}/submit")
    @RolesAllowed("editor")
    @Operation(
            operationId = "submitTranslation",
            summary = "Hand a draft to the reviewers",
            description = "From here on its text is fixed. Refused while a statement has no grade or no citation.")
    @Parameter(ref = "Idempotency-Key")
    @Parameter(ref = "If-Match")
    @APIResponse(
            responseCode = "200",
            description = "In review",
            headers = @Header(name = "ETag", schema = @Schema(type = SchemaType.STRING)),
            content =
                    @Content(
                            schema = @Schema(implementation = State.class),
                            examples = @ExampleObject(name = "submitted", value = STATE_EXAMPLE)))
    @APIResponse(responseCode = "400", ref = "BadRequest")
    @APIResponse(responseCode = "401", ref = "Unauthenticated")
    @APIResponse(responseCode = "403", ref = "Forbidden")
    @APIResponse(responseCode = "404", ref = "NoSuchArticle")
    @APIResponse(responseCode = "409", ref = "WrongState")
    @APIResponse(responseCode = "412", ref = "StaleVersion")
    @APIResponse(responseCode = "422", ref = "NotReady")
    @APIResponse(responseCode = "428", ref = "PreconditionRequired")
    @APIResponse(responseCode = "503", ref = "Busy")
    public Response submit(
            @Parameter(description = "Name of the article", example = "after-your-massage") @PathParam("slug")
                    String slug,
            @Parameter(description = "Language", example = "it") @PathParam("lang") Language lang) {
        return step(slug, lang, null, submitForReview::submit);
    }

    @POST
    @Path("/{slug}/translations/{lang}/return")
    @Operation(
            operationId = "returnTranslation",
            summary = "Make a version in review a draft again",
            description = "For changes that a reviewer asks for, or that the author wants to make.")
    @Parameter(ref = "Idempotency-Key")
    @Parameter(ref = "If-Match")
    @APIResponse(
            responseCode = "200",
            description = "A draft again",
            headers = @Header(name = "ETag", schema = @Schema(type = SchemaType.STRING)),
            content =
                    @Content(
                            schema = @Schema(implementation = State.class),
                            examples = @ExampleObject(name = "returned", value = """
                                    {"slug": "after-your-massage", "lang": "it", "version": 2, "status": "draft"}""")))
    @APIResponse(responseCode = "400", ref = "BadRequest")
    @APIResponse(responseCode = "401", ref = "Unauthenticated")
    @APIResponse(responseCode = "403", ref = "Forbidden")
    @APIResponse(responseCode = "404", ref = "NoSuchArticle")
    @APIResponse(responseCode = "409", ref = "WrongState")
    @APIResponse(responseCode = "412", ref = "StaleVersion")
    @APIResponse(responseCode = "422", ref = "InvalidRequest")
    @APIResponse(responseCode = "428", ref = "PreconditionRequired")
    @APIResponse(responseCode = "503", ref = "Busy")
    public Response giveBack(
            @Parameter(description = "Name of the article", example = "after-your-massage") @PathParam("slug")
                    String slug,
            @Parameter(description = "Language", example = "it") @PathParam("lang") Language lang) {
        return step(slug, lang, null, returnToAuthor::returnIt);
    }

    @POST
    @Path("/{slug}/translations/{lang}/publish")
    @RolesAllowed("clinical-lead")
    @Operation(operationId = "publishTranslation", summary = "Publish a version in review", description = """
                    Replaces what is published in this language, and only there. Nobody publishes a version that holds
                    words of their own. Each statement may be shown for 36 months from today, one that is about safety
                    for 12.""")
    @Parameter(ref = "Idempotency-Key")
    @Parameter(ref = "If-Match")
    @APIResponse(
            responseCode = "200",
            description = "Published",
            headers = @Header(name = "ETag", schema = @Schema(type = SchemaType.STRING)),
            content =
                    @Content(
                            schema = @Schema(implementation = State.class),
                            examples = @ExampleObject(name = "published", value = """
                                    {"slug": "after-your-massage", "lang": "it", "version": 2,
                                     "status": "published"}""")))
    @APIResponse(responseCode = "400", ref = "BadRequest")
    @APIResponse(responseCode = "401", ref = "Unauthenticated")
    @APIResponse(responseCode = "403", ref = "ForbiddenOrOwnWork")
    @APIResponse(responseCode = "404", ref = "NoSuchArticle")
    @APIResponse(responseCode = "409", ref = "WrongState")
    @APIResponse(responseCode = "412", ref = "StaleVersion")
    @APIResponse(responseCode = "422", ref = "NotReady")
    @APIResponse(responseCode = "428", ref = "PreconditionRequired")
    @APIResponse(responseCode = "503", ref = "Busy")
    public Response publish(
            @Parameter(description = "Name of the article", example = "after-your-massage") @PathParam("slug")
                    String slug,
            @Parameter(description = "Language", example = "it") @PathParam("lang") Language lang,
            @NotNull @Valid Publication publication) {
        PublishVersion.ClinicalReview review = switch (publication.clinicalReview()) {
            case PENDING -> PublishVersion.ClinicalReview.PENDING;
            case DONE -> PublishVersion.ClinicalReview.DONE;
        };
        return step(slug, lang, publication, edit -> publishVersion.publish(edit, review));
    }

    @POST
    @Path("/{slug}/translations/{lang}/withdraw")
    @RolesAllowed("clinical-lead")
    @Operation(
            operationId = "withdrawTranslation",
            summary = "Take a published text away",
            description = "At once, from pages and from search. Other languages and a draft stay as they are.")
    @Parameter(ref = "Idempotency-Key")
    @Parameter(ref = "If-Match")
    @APIResponse(
            responseCode = "200",
            description = "Withdrawn",
            headers = @Header(name = "ETag", schema = @Schema(type = SchemaType.STRING)),
            content =
                    @Content(
                            schema = @Schema(implementation = State.class),
                            examples = @ExampleObject(name = "withdrawn", value = """
                                    {"slug": "after-your-massage", "lang": "it", "version": 2,
                                     "status": "withdrawn"}""")))
    @APIResponse(responseCode = "400", ref = "BadRequest")
    @APIResponse(responseCode = "401", ref = "Unauthenticated")
    @APIResponse(responseCode = "403", ref = "Forbidden")
    @APIResponse(responseCode = "404", ref = "NoSuchArticle")
    @APIResponse(responseCode = "409", ref = "WrongState")
    @APIResponse(responseCode = "412", ref = "StaleVersion")
    @APIResponse(responseCode = "422", ref = "InvalidRequest")
    @APIResponse(responseCode = "428", ref = "PreconditionRequired")
    @APIResponse(responseCode = "503", ref = "Busy")
    public Response withdraw(
            @Parameter(description = "Name of the article", example = "after-your-massage") @PathParam("slug")
                    String slug,
            @Parameter(description = "Language", example = "it") @PathParam("lang") Language lang) {
        return step(slug, lang, null, withdrawVersion::withdraw);
    }

    @GET
    @Path("/{slug}/translations/{lang}")
    @Operation(
            operationId = "readTranslation",
            summary = "The newest version in one language",
            description = "Draft, in review, published or withdrawn, as it was written, with the ETag for changing it.")
    @APIResponse(
            responseCode = "200",
            description = "The newest version",
            headers = @Header(name = "ETag", schema = @Schema(type = SchemaType.STRING)),
            content =
                    @Content(
                            schema = @Schema(implementation = VersionView.class),
                            examples = @ExampleObject(name = "a draft", value = """
                                    {"number": 2, "status": "draft", "authors": ["user:7f3a"],
                                     "createdAt": "2026-11-21T15:00:00+11:00",
                                     "text": {"title": "Dopo il massaggio", "summary": "Cosa aspettarsi.",
                                              "body": "{{sharp-pain}}", "statements": []},
                                     "history": [{"step": "saved", "actor": "user:7f3a",
                                                  "at": "2026-11-21T15:00:00+11:00"}]}""")))
    @APIResponse(responseCode = "304", description = "Not changed since the version in If-None-Match")
    @APIResponse(responseCode = "400", ref = "BadRequest")
    @APIResponse(responseCode = "401", ref = "Unauthenticated")
    @APIResponse(responseCode = "403", ref = "Forbidden")
    @APIResponse(responseCode = "404", ref = "NoSuchArticle")
    @APIResponse(responseCode = "503", ref = "Busy")
    public Response newest(
            @Parameter(description = "Name of the article", example = "after-your-massage") @PathParam("slug")
                    String slug,
            @Parameter(description = "Language", example = "it") @PathParam("lang") Language lang) {
        WrittenVersions.Translation found = found(slug, lang, Integer.MAX_VALUE, 1);
        return preconditions.answer(VersionView.of(found.newestFirst().getFirst(), time), found.revision());
    }

    @Schema(
            name = "VersionList",
            requiredProperties = {"items"})
    record VersionsView(List<VersionView> items, @Nullable String next) {}

    @GET
    @Path("/{slug}/translations/{lang}/versions")
    @Operation(
            operationId = "listVersions",
            summary = "All versions in one language, newest first",
            description = "With their texts and with who took which step when. Nothing of it is ever deleted.")
    @APIResponse(
            responseCode = "200",
            description = "The versions",
            headers = @Header(name = "ETag", schema = @Schema(type = SchemaType.STRING)),
            content =
                    @Content(
                            schema = @Schema(implementation = VersionsView.class),
                            examples = @ExampleObject(name = "one version", value = """
                                    {"items": [{"number": 1, "status": "published", "authors": ["network"],
                                      "createdAt": "2026-11-21T15:00:00+11:00",
                                      "text": {"title": "After your massage", "summary": "What to expect.",
                                               "body": "{{sharp-pain}}", "statements": []},
                                      "history": [{"step": "saved", "actor": "network",
                                                   "at": "2026-11-21T15:00:00+11:00"}]}]}""")))
    @APIResponse(responseCode = "304", description = "Not changed since the version in If-None-Match")
    @APIResponse(responseCode = "400", ref = "BadRequest")
    @APIResponse(responseCode = "401", ref = "Unauthenticated")
    @APIResponse(responseCode = "403", ref = "Forbidden")
    @APIResponse(responseCode = "404", ref = "NoSuchArticle")
    @APIResponse(responseCode = "503", ref = "Busy")
    public Response versions(
            @Parameter(description = "Name of the article", example = "after-your-massage") @PathParam("slug")
                    String slug,
            @Parameter(description = "Language", example = "it") @PathParam("lang") Language lang,
            @Parameter(description = "How many at most", example = "20")
                    @QueryParam("limit")
                    @DefaultValue("20")
                    @Min(1)
                    @Max(100)
                    int limit,
            @Parameter(description = "Where to go on: next of the page before") @QueryParam("cursor") @Nullable
                    String cursor) {
        WrittenVersions.Translation found = found(slug, lang, below(cursor), limit + 1);
        return preconditions.answer(
                Page.of(
                        found.newestFirst(),
                        limit,
                        version -> Cursors.of(version.row().number),
                        version -> VersionView.of(version, time)),
                found.revision());
    }

    private static int below(@Nullable String cursor) {
        try {
            return cursor == null
                    ? Integer.MAX_VALUE
                    : Integer.parseInt(Cursors.read(cursor, 1).getFirst());
        } catch (NumberFormatException notOurs) {
            throw Cursors.invalid();
        }
    }

    private WrittenVersions.Translation found(String slug, Language lang, int below, int limit) {
        return written.of(slug, lang, below, limit).orElseThrow(EditorResource::noSuchArticle);
    }

    private Response step(String slug, Language lang, @Nullable Object body, Function<Edit, EditOutcome> step) {
        return once.answer(
                body,
                () -> answer(slug, lang, step.apply(new Edit(slug, lang, preconditions.expectedVersion(), actor()))));
    }

    private static Answer answer(String slug, Language lang, EditOutcome outcome) {
        return switch (outcome) {
            case EditOutcome.Done done ->
                Answer.ok(new State(slug, lang, done.version(), done.status()), done.revision());
            case EditOutcome.NoSuchArticle missing -> Answer.refused(EditorResource::noSuchArticle);
            case EditOutcome.Stale stale ->
                Answer.refused(() -> CommonProblem.STALE_VERSION.problem(
                        "Somebody has changed this language of the article since; read it again."));
            case EditOutcome.WrongState wrong ->
                Answer.refused(() -> ContentProblem.VERSION_NOT_IN_THAT_STATE
                        .builder("The step does not start from this state; state says what was found.")
                        .with("state", wrong.found())
                        .build());
            case EditOutcome.OwnWork own ->
                Answer.refused(() -> ContentProblem.OWN_WORK.problem(
                        "The caller wrote part of this version: another clinical lead has to publish it."));
            case EditOutcome.NotReady notReady ->
                Answer.refused(() -> ContentProblem.NOT_READY_TO_PUBLISH.problem(
                        "Every statement needs a grade, a source and a place in the text.", notReady.faults()));
        };
    }

    private static HttpProblem noSuchArticle() {
        return ContentProblem.NO_SUCH_ARTICLE.problem("There is no such article, or not in this language yet.");
    }

    /** Roles guard every write, so there is a caller. */
    private String actor() {
        return caller.principal().orElseThrow();
    }

    @Schema(
            name = "ArticleVersion",
            requiredProperties = {"number", "status", "authors", "createdAt", "text", "history"})
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record VersionView(
            int number,
            Status status,
            List<String> authors,
            OffsetDateTime createdAt,
            @Nullable OffsetDateTime publishedAt,
            @Nullable String publishedBy,
            WrittenArticle text,
            List<StepView> history) {

        static VersionView of(WrittenVersions.Version version, NetworkTime time) {
            VersionRow row = version.row();
            return new VersionView(
                    row.number,
                    row.status(),
                    row.authors,
                    time.local(row.createdAt),
                    row.publishedAt == null ? null : time.local(row.publishedAt),
                    row.publishedBy,
                    new WrittenArticle(
                            row.title,
                            row.summary,
                            row.body,
                            version.statements().stream()
                                    .map(WrittenArticle.WrittenStatement::of)
                                    .toList()),
                    version.history().stream()
                            .map(step -> new StepView(step.step(), step.actor(), time.local(step.at())))
                            .toList());
        }
    }

    @Schema(
            name = "VersionStep",
            requiredProperties = {"step", "actor", "at"})
    record StepView(String step, String actor, OffsetDateTime at) {}
}

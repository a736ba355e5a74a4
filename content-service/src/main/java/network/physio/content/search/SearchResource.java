package network.physio.content.search;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.PermitAll;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import network.physio.content.Kind;
import network.physio.content.language.Language;
import network.physio.http.Cursors;
import network.physio.http.Page;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirements;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Search in published articles, for everybody. */
@Path("/content/v1/search")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@PermitAll
@SecurityRequirements
@Tag(name = "Search")
public class SearchResource {

    private static final String READABLE = "[\\p{L}\\p{M}\\p{N}\\p{P}\\p{S}\\p{Z}\\p{Cf}]*";

    private final FoundArticles articles;

    SearchResource(FoundArticles articles) {
        this.articles = articles;
    }

    @Schema(
            name = "SearchHit",
            requiredProperties = {"slug", "kind", "lang", "title", "summary", "snippet"})
    record Found(String slug, Kind kind, Language lang, String title, String summary, List<Snippet.Part> snippet) {}

    @Schema(
            name = "SearchResult",
            requiredProperties = {"items", "matching"})
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Results(
            List<Found> items,
            @Nullable String next,

            @Schema(description = "any-word when no article holds all of the words")
            Matching matching,

            @Schema(description = "The words searched for instead, when those sent were found nowhere") @Nullable
            String correctedTo) {}

    @Schema(name = "SearchMatching")
    enum Matching {
        @JsonProperty("all-words")
        ALL_WORDS,
        @JsonProperty("any-word")
        ANY_WORD
    }

    @GET
    @Operation(operationId = "searchArticles", summary = "Search in published articles", description = """
                    Best match first, in one language. Understands "quoted phrases", or, and -excluded words. Lay words
                    find what they mean (slipped disc: herniated disc). When nothing holds the words, unknown ones are
                    replaced by similar known ones, and correctedTo says by which; when still nothing holds all of them,
                    articles with any of them are found, and matching says so. Statements past their day of review are
                    not found.""")
    @APIResponse(
            responseCode = "200",
            description = "A page of articles; none when nothing matches",
            content =
                    @Content(
                            schema = @Schema(implementation = Results.class),
                            examples = @ExampleObject(name = "a typo", value = """
                                    {"items": [{"slug": "after-your-massage", "kind": "aftercare", "lang": "en",
                                                "title": "After your massage",
                                                "summary": "A little soreness is common and fades in a day or two.",
                                                "snippet": [{"text": "You may feel a bit ", "match": false},
                                                            {"text": "sore", "match": true}]}],
                                     "matching": "all-words", "correctedTo": "soreness"}""")))
    @APIResponse(responseCode = "400", ref = "BadRequest")
    @APIResponse(responseCode = "503", ref = "Busy")
    public Results search(
            @Parameter(description = "The words to search for", required = true, example = "slipped disc")
                    @QueryParam("q")
                    @NotNull
                    @Size(min = 1, max = 200)
                    @Pattern(regexp = READABLE, message = "must not hold control characters")
                    String words,
            @Parameter(description = "The language to search in", required = true, example = "en")
                    @QueryParam("lang")
                    @NotNull
                    Language lang,
            @Parameter(description = "Only articles of this kind", example = "safety") @QueryParam("kind") @Nullable
                    Kind kind,
            @Parameter(description = "How many at most", example = "10")
                    @QueryParam("limit")
                    @DefaultValue("10")
                    @Min(1)
                    @Max(50)
                    int limit,
            @Parameter(description = "Where to go on: next of the page before") @QueryParam("cursor") @Nullable
                    String cursor) {
        String code = kind == null ? null : kind.toString();
        if (cursor != null) {
            Place place = Place.of(cursor);
            return results(
                    articles.holding(place.wanted, lang, code, place.after, limit), place.wanted, words, lang, limit);
        }
        FoundArticles.Wanted wanted = new FoundArticles.Wanted(words, false);
        List<FoundArticles.Hit> hits = articles.holding(wanted, lang, code, FoundArticles.After.START, limit);
        if (hits.isEmpty()) {
            wanted = new FoundArticles.Wanted(articles.corrected(words, lang), false);
            hits = articles.holding(wanted, lang, code, FoundArticles.After.START, limit);
        }
        if (hits.isEmpty()) {
            wanted = new FoundArticles.Wanted(wanted.words(), true);
            hits = articles.holding(wanted, lang, code, FoundArticles.After.START, limit);
        }
        return results(hits, wanted, words, lang, limit);
    }

    private static Results results(
            List<FoundArticles.Hit> hits, FoundArticles.Wanted wanted, String asked, Language lang, int limit) {
        Page<Found> page = Page.of(
                hits,
                limit,
                hit -> Cursors.of(hit.score(), hit.slug(), wanted.any(), wanted.words()),
                hit -> new Found(
                        hit.slug(),
                        Kind.fromString(hit.kind()),
                        lang,
                        hit.title(),
                        hit.summary(),
                        hit.snippet().parts()));
        boolean corrected = !wanted.words().equals(asked) && !hits.isEmpty();
        return new Results(
                page.items(),
                page.next(),
                wanted.any() ? Matching.ANY_WORD : Matching.ALL_WORDS,
                corrected ? wanted.words() : null);
    }

    /** Later pages go on as the first did, corrected or not, with all words or any. */
    private record Place(FoundArticles.After after, FoundArticles.Wanted wanted) {

        static Place of(String cursor) {
            List<String> parts = Cursors.read(cursor, 4);
            if (!parts.get(1).concat(parts.get(3)).matches(READABLE)) {
                throw Cursors.invalid();
            }
            try {
                return new Place(
                        new FoundArticles.After(Long.parseLong(parts.get(0)), parts.get(1)),
                        new FoundArticles.Wanted(parts.get(3), Boolean.parseBoolean(parts.get(2))));
            } catch (NumberFormatException notOurs) {
                throw Cursors.invalid();
            }
        }
    }
}

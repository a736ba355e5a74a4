package network.physio.content.seed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import network.physio.content.Kind;
import network.physio.content.article.ReadyToPublish;
import network.physio.content.statement.Citation;
import network.physio.content.statement.Grade;
import network.physio.content.statement.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the articles that ship with the service must hold to, before anybody reads them. */
class ShippedTextTest {

    private static final Pattern WORD = Pattern.compile("[a-z0-9]+");
    private static final Pattern FACT = Pattern.compile("(RF|CI|PH|CO|TE|MU|FR|AF|PR|TH|SC|ME|EV|FQ|SV)-\\d{2}");
    private static final int SHARED_WORDS = 7;

    /** Myths, fear and absolutes that the conflicts decide against, and the tone of X-20. */
    private static final List<String> NOT_OUR_WORDS = List.of(
            "toxin",
            "detox",
            "lactic",
            "flush",
            "adhesion",
            "realign",
            "alignment",
            "misalign",
            "pinched",
            "crumbl",
            "worn out",
            "wear and tear",
            "slipped out",
            "out of place",
            "bone on bone",
            "cure",
            "guarantee",
            "miracle",
            "pain-free",
            "painless",
            "instant",
            "always",
            "proven",
            "well-documented",
            "root cause",
            "godsend",
            "decompress",
            "anti-inflammatory",
            "31%",
            "serotonin",
            "immune");

    static List<ArticleFile> articles() {
        return ArticleFile.all();
    }

    @Test
    void thereAreTechniquesSafetyAftercareEvidenceHomeVisitsQuestionsPreparationAndSelfCare() {
        assertThat(articles())
                .extracting(article -> article.head().kind())
                .containsExactlyInAnyOrder(
                        Kind.TECHNIQUE,
                        Kind.SAFETY,
                        Kind.AFTERCARE,
                        Kind.EVIDENCE,
                        Kind.SERVICE,
                        Kind.FAQ,
                        Kind.PREPARATION,
                        Kind.SELF_CARE);
    }

    @ParameterizedTest
    @MethodSource("articles")
    void everyArticleIsReadyToPublish(ArticleFile article) {
        assertThat(ReadyToPublish.faults(article.draft())).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("articles")
    void everyCitationIsAFactOfTheInventoryOrAPublicSource(ArticleFile article) {
        assertThat(article.draft().statements())
                .flatExtracting(Statement::citations)
                .allSatisfy(citation -> {
                    if (citation.kind() == Citation.Kind.FACT) {
                        assertThat(citation.ref()).matches(FACT);
                    } else {
                        assertThat(citation.title()).isNotBlank();
                    }
                });
    }

    @ParameterizedTest
    @MethodSource("articles")
    void everyArticleSaysWhenToGetUrgentHelpExceptTheOneOnStudies(ArticleFile article) {
        boolean says = article.draft().statements().stream()
                .anyMatch(statement -> statement.safety()
                        && statement.citations().stream()
                                .anyMatch(citation -> citation.ref().equals("RF-03")));
        assertThat(says).isEqualTo(article.head().kind() != Kind.EVIDENCE);
    }

    /** Safety advice is consensus or low: nobody may read a high certainty into it, nor into any benefit here. */
    @ParameterizedTest
    @MethodSource("articles")
    void noArticleClaimsHighCertainty(ArticleFile article) {
        assertThat(article.draft().statements()).extracting(Statement::grade).doesNotContain(Grade.HIGH);
    }

    @ParameterizedTest
    @MethodSource("articles")
    void noArticleSpreadsMythsFearOrAbsolutes(ArticleFile article) {
        assertThat(texts(article)).allSatisfy(text -> {
            String lower = text.toLowerCase(Locale.ROOT);
            assertThat(NOT_OUR_WORDS).noneMatch(lower::contains);
        });
    }

    @ParameterizedTest
    @MethodSource("articles")
    void everyArticleReadsAtGradeEightOrBelow(ArticleFile article) {
        assertThat(readingGrade(String.join("\n", texts(article).toList()))).isLessThanOrEqualTo(8.0);
    }

    /**
     * The sources may be used, their sentences may not. The file holds hashes of every run of seven words of the fact
     * inventory, so that the test needs none of its text.
     */
    @ParameterizedTest
    @MethodSource("articles")
    void noArticleSharesSevenWordsInARowWithTheFactInventory(ArticleFile article) throws IOException {
        Set<String> theirs =
                new HashSet<>(Arrays.asList(resource("fact-shingles.txt").split("\n", -1)));
        assertThat(theirs).hasSizeGreaterThan(3000);
        assertThat(texts(article).flatMap(text -> shingles(text).stream()))
                .isNotEmpty()
                .noneMatch(shingle -> theirs.contains(hash(shingle)));
    }

    private static Stream<String> texts(ArticleFile article) {
        return Stream.concat(
                Stream.of(article.head().title(), article.head().summary(), article.body()),
                article.head().statements().stream().map(ArticleFile.Item::text));
    }

    private static List<String> shingles(String text) {
        List<String> words = WORD.matcher(text.toLowerCase(Locale.ROOT))
                .results()
                .map(MatchResult::group)
                .toList();
        List<String> shingles = new ArrayList<>();
        for (int start = 0; start + SHARED_WORDS <= words.size(); start++) {
            shingles.add(String.join(" ", words.subList(start, start + SHARED_WORDS)));
        }
        return shingles;
    }

    private static String hash(String shingle) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(shingle.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 6);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Flesch-Kincaid grade with counted vowel groups: rough, and good enough to notice a sentence that got away. */
    private static double readingGrade(String text) {
        long sentences = Math.max(
                1, Pattern.compile("[.?!:]+(\\s|$)|\\n").matcher(text).results().count());
        List<String> words = Pattern.compile("[A-Za-z']+")
                .matcher(text.replaceAll("\\{\\{[^}]*}}", ""))
                .results()
                .map(MatchResult::group)
                .toList();
        long syllables = words.stream().mapToLong(ShippedTextTest::syllables).sum();
        return 0.39 * words.size() / sentences + 11.8 * syllables / words.size() - 15.59;
    }

    private static long syllables(String word) {
        long groups = Pattern.compile("[aeiouy]+")
                .matcher(word.toLowerCase(Locale.ROOT))
                .results()
                .count();
        boolean silent = word.endsWith("e") && !word.endsWith("le") && groups > 1;
        return Math.max(1, silent ? groups - 1 : groups);
    }

    private static String resource(String name) throws IOException {
        try (InputStream file =
                Objects.requireNonNull(ShippedTextTest.class.getClassLoader().getResourceAsStream(name), name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}

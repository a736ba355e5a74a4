package network.physio.triage.wording;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import network.physio.triage.disposition.Disposition;
import network.physio.triage.question.Question;
import network.physio.triage.rule.Policy;
import network.physio.triage.rule.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every code has its words, the words are plain, and none of them names a diagnosis. */
class WordingTest {

    private static final double HIGHEST_GRADE = 8;
    private static final Pattern DIAGNOSIS = Pattern.compile(
            "(you (probably |may |might )?(have|suffer from) (cauda|cancer|a clot|an infection|a fracture))"
                    + "|\\bdiagnosed with\\b|\\byour diagnosis\\b|cauda equina|aneurysm|thrombosis|metasta",
            Pattern.CASE_INSENSITIVE);

    @Test
    void everyRuleHasASentenceAndEverySentenceARule() {
        assertThat(Wording.RULES.codes())
                .isEqualTo(Policy.RULES.stream().map(Rule::name).collect(Collectors.toSet()));
    }

    @Test
    void everyQuestionHasItsWordsAndAReason() {
        Set<String> codes = Arrays.stream(Question.values())
                .flatMap(question -> Stream.of(question.code(), question.code() + ".why"))
                .collect(Collectors.toSet());
        assertThat(Wording.QUESTIONS.codes()).isEqualTo(codes);
    }

    @Test
    void everyOutcomeHasTitleTextAndTimeFrame() {
        for (Disposition disposition : Disposition.values()) {
            assertThat(Wording.DISPOSITIONS.codes())
                    .contains(disposition + ".title", disposition + ".text", disposition + ".timeFrame");
        }
    }

    @Test
    void everyExternalSourceCanBeLookedUp() {
        Set<String> cited = Policy.RULES.stream()
                .flatMap(rule -> rule.sources().stream())
                .filter(source -> source.startsWith("external:"))
                .map(source -> source.substring("external:".length()))
                .collect(Collectors.toSet());
        assertThat(Wording.EXTERNAL_SOURCES.codes()).isEqualTo(cited);
    }

    @Test
    void everyPieceOfAdviceHasWordsAndSources() {
        String rules = Policy.text();
        for (String code : Wording.ADVICE.codes()) {
            assertThat(Wording.ADVICE.of(code)).matches("[^|]+\\|[A-Z]+-\\d\\d( [A-Z]+-\\d\\d)*");
            assertThat(rules).contains(code);
        }
        Arrays.stream(rules.split("\n"))
                .filter(line -> line.startsWith("  then advise "))
                .flatMap(line ->
                        Arrays.stream(line.substring("  then advise ".length()).split(", ")))
                .forEach(code -> assertThat(Wording.ADVICE.has(code)).as(code).isTrue());
    }

    /** What is told as an outcome; a question may ask about an illness by name. */
    static Stream<String> sentences() {
        return Stream.of(Wording.RULES, Wording.DISPOSITIONS, Wording.ADVICE)
                .flatMap(wording -> wording.codes().stream().sorted().map(wording::of))
                .map(text -> text.split("\\|", -1)[0].replace("{emergencyNumber}", "000"));
    }

    @ParameterizedTest
    @MethodSource("sentences")
    void noSentenceNamesADiagnosis(String sentence) {
        assertThat(DIAGNOSIS.matcher(sentence).find()).isFalse();
    }

    @Test
    void questionsAndReasonsReadAtGradeEightAtMost() {
        for (Question question : Question.values()) {
            String text = Wording.QUESTIONS.of(question.code()) + " " + Wording.QUESTIONS.of(question.code() + ".why");
            assertThat(grade(text)).as(text).isLessThanOrEqualTo(HIGHEST_GRADE);
        }
    }

    /** Flesch-Kincaid grade level. */
    private static double grade(String text) {
        String[] words = text.split("[^A-Za-z']+");
        long sentences =
                text.chars().filter(c -> c == '.' || c == '?' || c == '!').count();
        int syllables = Arrays.stream(words).mapToInt(WordingTest::syllables).sum();
        return 0.39 * words.length / sentences + 11.8 * syllables / words.length - 15.59;
    }

    private static int syllables(String word) {
        String plain = word.toLowerCase(Locale.ROOT).replaceAll("e$|es$|ed$", "");
        int groups = (int) Pattern.compile("[aeiouy]+").matcher(plain).results().count();
        return Math.max(1, groups);
    }
}

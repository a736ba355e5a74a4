package network.physio.triage.rule;

import static network.physio.triage.rule.Answering.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import network.physio.triage.disposition.Disposition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** Each clinical fact in at least one example: what somebody with it is told. */
class FactsTest {

    @ParameterizedTest(name = "{0}: {1}")
    @CsvFileSource(resources = "/rule/facts.csv", delimiter = '|')
    void aFactLeadsToItsOutcome(
            String fact,
            @Nullable String answers,
            String disposition,
            @Nullable String blocked,
            @Nullable String notBefore,
            String rules) {
        Decision decision =
                Policy.decide(Answering.with(Answering.wellOtherwise(), answers == null ? "" : answers), NOW);

        assertThat(decision.missing()).isEmpty();
        assertThat(decision.disposition()).isEqualTo(Disposition.valueOf(disposition));
        assertThat(decision.restrictions().blocked()).containsAll(words(blocked));
        assertThat(decision.restrictions().notBefore()).isEqualTo(expected(notBefore));
        assertThat(decision.fired()).extracting(Rule::name).containsAll(words(rules));
        assertThat(sources(decision)).contains(fact);
    }

    @Test
    void everyRedFlagContraindicationAndExternalFlagIsCitedByARule() {
        Set<String> cited =
                Policy.RULES.stream().flatMap(rule -> rule.sources().stream()).collect(Collectors.toSet());
        assertThat(cited).containsAll(demanded());
    }

    @Test
    void everyRedFlagContraindicationAndExternalFlagHasAnExample() throws Exception {
        try (var in = FactsTest.class.getResourceAsStream("/rule/facts.csv")) {
            Set<String> examples = new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.split("\\|", -1)[0].strip())
                    .collect(Collectors.toSet());
            assertThat(examples).containsAll(demanded());
        }
    }

    @Test
    void ruleNamesAreUnique() {
        assertThat(Policy.RULES).extracting(Rule::name).doesNotHaveDuplicates();
    }

    private static List<String> demanded() {
        return Stream.of(
                        IntStream.rangeClosed(1, 14).mapToObj("RF-%02d"::formatted),
                        IntStream.rangeClosed(1, 15).mapToObj("CI-%02d"::formatted),
                        Stream.of(
                                        "saddle-numbness",
                                        "urinary-retention",
                                        "major-trauma",
                                        "chest-pain",
                                        "aortic-aneurysm-pattern",
                                        "suspected-thrombosis",
                                        "anticoagulants",
                                        "cancer-history",
                                        "pregnancy")
                                .map("external:"::concat))
                .flatMap(ids -> ids)
                .toList();
    }

    private static Set<String> sources(Decision decision) {
        return decision.fired().stream()
                .flatMap(rule -> rule.sources().stream())
                .collect(Collectors.toSet());
    }

    private static List<String> words(@Nullable String text) {
        return text == null ? List.of() : Arrays.asList(text.strip().split(" +"));
    }

    private static @Nullable Instant expected(@Nullable String hours) {
        return hours == null ? null : NOW.plus(Duration.parse("PT" + hours.toUpperCase(java.util.Locale.ROOT)));
    }
}

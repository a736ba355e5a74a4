package network.physio.test;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProblemsDocTest {

    private static final ProblemsDoc DOC = ProblemsDoc.of("""
            # Problems
            ## Everywhere
            ### busy
            Come back later.
            ## Booking
            ### slot-taken
            Somebody was faster.
            ### empty
            """);

    @Test
    void aPageThatExplainsEveryTypePasses() {
        assertThatCode(() -> DOC.assertExplains("Booking", List.of("slot-taken")))
                .doesNotThrowAnyException();
    }

    @Test
    void aTypeWithoutASectionIsNamed() {
        assertThatThrownBy(() -> DOC.assertExplains("Booking", List.of("slot-taken", "hold-expired")))
                .hasMessageContaining("missing for [hold-expired]");
    }

    @Test
    void aHeadingWithoutTextDoesNotCount() {
        assertThatThrownBy(() -> DOC.assertExplains("Booking", List.of("slot-taken", "empty")))
                .hasMessageContaining("missing for [empty]");
    }

    @Test
    void aSectionWithoutATypeIsNamed() {
        assertThatThrownBy(() -> DOC.assertExplains("Everywhere", List.of()))
                .hasMessageContaining("without a type [busy]");
    }

    @Test
    void aSlugThatIsExplainedTwiceIsRefused() {
        ProblemsDoc twice = ProblemsDoc.of("## A\n### x\ntext\n## B\n### x\ntext\n");
        assertThatThrownBy(() -> twice.assertExplains("A", List.of("x"))).hasMessageContaining("twice");
    }
}

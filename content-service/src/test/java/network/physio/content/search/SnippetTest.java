package network.physio.content.search;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SnippetTest {

    @Test
    void matchesAreCutOutAndEverythingStaysText() {
        assertThat(Snippet.of("a <b>\uE000sore\uE001</b>\nspot").parts())
                .containsExactly(
                        new Snippet.Part("a <b>", false),
                        new Snippet.Part("sore", true),
                        new Snippet.Part("</b> spot", false));
    }

    @Test
    void aTextWithoutMatchIsOnePart() {
        assertThat(Snippet.of("calm").parts()).containsExactly(new Snippet.Part("calm", false));
    }
}

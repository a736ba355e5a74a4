package network.physio.http.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NamedParametersTest {

    @Test
    void eachPlaceOfAParameterIsAQuestionMark() {
        NamedParameters text =
                NamedParameters.of("SELECT a FROM b WHERE c = :c AND d > :from AND (e = :c OR :from IS NULL)");
        assertThat(text.positional()).isEqualTo("SELECT a FROM b WHERE c = ? AND d > ? AND (e = ? OR ? IS NULL)");
        assertThat(text.names()).containsExactly("c", "from", "c", "from");
    }

    @Test
    void castsAreNone() {
        NamedParameters text = NamedParameters.of("SELECT :details::jsonb, now()::text::bigint");
        assertThat(text.positional()).isEqualTo("SELECT ?::jsonb, now()::text::bigint");
        assertThat(text.names()).containsExactly("details");
    }

    @Test
    void quotedTextAndCommentsHoldNone() {
        NamedParameters text =
                NamedParameters.of("SELECT 'at :noon', 'it''s :late' -- not :this\n  FROM a WHERE b = :b");
        assertThat(text.positional()).isEqualTo("SELECT 'at :noon', 'it''s :late' -- not :this\n  FROM a WHERE b = ?");
        assertThat(text.names()).containsExactly("b");
    }
}

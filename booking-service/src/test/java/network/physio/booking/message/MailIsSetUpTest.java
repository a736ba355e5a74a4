package network.physio.booking.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MailIsSetUpTest {

    @Test
    void inProductionSomebodyMustBeTheSenderAndLinksMustLeadSomewhere() {
        assertThat(MailIsSetUp.missing(List.of("prod"), Optional.empty(), Optional.empty()))
                .containsExactly("quarkus.mailer.from", "physio.messages.portal");
        assertThat(MailIsSetUp.missing(
                        List.of("prod"), Optional.of("Clinic <clinic@example.org>"), Optional.of("https://x.example")))
                .isEmpty();
    }

    @Test
    void aSenderWithoutAnAddressIsNone() {
        assertThat(MailIsSetUp.missing(List.of("prod"), Optional.of("Clinic"), Optional.of("https://x.example")))
                .containsExactly("quarkus.mailer.from");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "test", "local"})
    void whereTheProductIsTriedNothingIsAsked(String profile) {
        assertThat(MailIsSetUp.missing(List.of(profile), Optional.empty(), Optional.empty()))
                .isEmpty();
    }
}

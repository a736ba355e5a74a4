package network.physio.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The main job over the packaged product: what make demo shows, with every status checked on the way. */
@ExtendWith(StackExtension.class)
class JourneyIT {

    @Test
    void aGuestIsScreenedOfferedTimesBookedMovedAndAdvised(LocalStack stack) throws IOException {
        ByteArrayOutputStream shown = new ByteArrayOutputStream();
        new Demo(
                        new Conversation(
                                HttpClient.newHttpClient(),
                                stack.gateway(),
                                new PrintStream(shown, true, StandardCharsets.UTF_8)),
                        stack.token("partner"))
                .walk();
        assertThat(shown.toString(StandardCharsets.UTF_8))
                .contains(
                        "EMERGENCY_",
                        "\"held\"",
                        "/problems/slot-taken",
                        "\"confirmed\"",
                        "BEGIN:VCALENDAR",
                        "\"cancelled\"",
                        "FR-04",
                        "time-held",
                        "\"grade\"");
        assertThat(letterTo("demo.guest@example.org", stack).subject()).containsIgnoringCase("your appointment");
    }

    /** News wait a few seconds for each other before they are sent. */
    private static MailCatcher.Caught letterTo(String address, LocalStack stack) {
        for (int i = 0; i < 150; i++) {
            Optional<MailCatcher.Caught> letter = stack.mail().stream()
                    .filter(mail -> mail.to().equals(address))
                    .findFirst();
            if (letter.isPresent()) {
                return letter.get();
            }
            Readiness.pause();
        }
        throw new AssertionError("no letter to " + address + " within 30 seconds");
    }
}

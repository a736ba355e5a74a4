package network.physio.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MailCatcherTest {

    private final Ports ports = Ports.free();
    private final MailCatcher catcher;

    MailCatcherTest() throws IOException {
        catcher = MailCatcher.start(ports.of(Port.MAIL), ports.of(Port.MAIL_PAGE));
    }

    @AfterEach
    void stop() {
        catcher.close();
    }

    @Test
    void whatIsSentIsKeptAndShown() throws Exception {
        send("mia@example.org", "Your appointment", "See you — soon.");
        send("tom@example.org", "Another", "Hello.");
        assertThat(catcher.caught())
                .extracting(MailCatcher.Caught::to)
                .containsExactly("mia@example.org", "tom@example.org");
        assertThat(read("/")).contains("── To mia@example.org", "Subject: Your appointment", "2 e-mails");
        assertThat(read("/mail.json")).startsWith("{\"items\":[").contains("tom@example.org");
    }

    @Test
    void beforeTheFirstThePageSaysSo() throws Exception {
        assertThat(read("/")).isEqualTo("No e-mail has been sent yet.\n");
    }

    @Test
    void onlyTheLastAreKept() {
        for (int i = 0; i < 205; i++) {
            send("mia@example.org", "Number " + i, "x");
        }
        assertThat(catcher.caught()).hasSize(200);
        assertThat(catcher.caught().getFirst().subject()).isEqualTo("Number 5");
    }

    private void send(String to, String subject, String text) {
        GreenMailUtil.sendTextEmail(
                to,
                "clinics@example.org",
                subject,
                text,
                new ServerSetup(ports.of(Port.MAIL), "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    }

    private String read(String path) throws IOException, InterruptedException {
        URI address = MailCatcher.address(ports).resolve(path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString())
                .body();
    }
}

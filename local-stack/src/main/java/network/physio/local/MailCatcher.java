package network.physio.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.icegreen.greenmail.configuration.GreenMailConfiguration;
import com.icegreen.greenmail.store.FolderException;
import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;

/**
 * Takes every e-mail of the stack and delivers none: keeps the last ones in memory and shows them to whoever sits at this
 * machine.
 */
final class MailCatcher implements AutoCloseable {

    /** The launcher's heap is small, and a load test may book for hours. */
    private static final int KEPT = 200;

    private static final ObjectMapper JSON = new ObjectMapper();

    /** One e-mail, the newest last. */
    record Caught(String to, String subject, Map<String, String> headers, String text) {}

    private final Deque<Caught> kept = new ArrayDeque<>();
    private final GreenMail server;
    private final HttpServer page;

    private MailCatcher(GreenMail server, HttpServer page) {
        this.server = server;
        this.page = page;
    }

    static MailCatcher start(int smtpPort, int pagePort) throws IOException {
        var setup = new ServerSetup(smtpPort, "127.0.0.1", ServerSetup.PROTOCOL_SMTP);
        var server = new GreenMail(setup)
                .withConfiguration(GreenMailConfiguration.aConfig().withDisabledAuthentication());
        var page = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), pagePort), 0);
        var catcher = new MailCatcher(server, page);
        catcher.open();
        return catcher;
    }

    private void open() {
        server.start();
        // GreenMail would keep everything, one mailbox an address: one user for all, whose mailbox is emptied each
        // time.
        GreenMailUser everybody = server.setUser("everybody@localhost", "everybody", "");
        server.getUserManager().setMessageDeliveryHandler((message, address) -> {
            emptyMailbox();
            keep(address.getEmail(), message.getMessage());
            return everybody;
        });
        page.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        page.createContext("/", exchange -> answer(exchange, "text/plain;charset=UTF-8", asText()));
        page.createContext("/mail.json", exchange -> answer(exchange, "application/json", asJson()));
        page.start();
    }

    private void emptyMailbox() {
        try {
            server.purgeEmailFromAllMailboxes();
        } catch (FolderException e) {
            throw new IllegalStateException("the catcher's mailbox cannot be emptied", e);
        }
    }

    /** What was caught, the oldest first. */
    synchronized List<Caught> caught() {
        return List.copyOf(kept);
    }

    String asText() {
        List<Caught> all = caught();
        if (all.isEmpty()) {
            return "No e-mail has been sent yet.\n";
        }
        var text = new StringBuilder();
        for (Caught mail : all) {
            text.append("── To %s%n".formatted(mail.to()));
            mail.headers().forEach((name, value) -> text.append("%s: %s%n".formatted(name, value)));
            text.append('\n').append(mail.text().strip()).append("\n\n");
        }
        return text.append("%d e-mails; none was delivered.%n".formatted(all.size()))
                .toString();
    }

    private String asJson() {
        try {
            return JSON.writeValueAsString(Map.of("items", caught()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("caught mail cannot be written as JSON", e);
        }
    }

    private synchronized void keep(String to, MimeMessage message) {
        try {
            kept.addLast(new Caught(
                    to, Objects.requireNonNullElse(message.getSubject(), ""), headers(message), text(message)));
        } catch (MessagingException | IOException e) {
            kept.addLast(new Caught(to, "(unreadable)", Map.of(), String.valueOf(e.getMessage())));
        }
        while (kept.size() > KEPT) {
            kept.removeFirst();
        }
    }

    private static Map<String, String> headers(MimeMessage message) throws MessagingException {
        var shown = new LinkedHashMap<String, String>();
        for (String name : List.of("Date", "From", "Reply-To", "Subject", "Content-Language", "List-Unsubscribe")) {
            String value = message.getHeader(name, null);
            if (value != null) {
                shown.put(name, value);
            }
        }
        return shown;
    }

    /** The words, and the names of what is attached. */
    private static String text(Part part) throws MessagingException, IOException {
        Object content = part.getContent();
        if (content instanceof Multipart parts) {
            var text = new StringBuilder();
            for (int i = 0; i < parts.getCount(); i++) {
                BodyPart inner = parts.getBodyPart(i);
                text.append(
                        inner.getFileName() == null
                                ? text(inner)
                                : "%n[%s, %s]%n".formatted(inner.getFileName(), inner.getContentType()));
            }
            return text.toString();
        }
        return String.valueOf(content).replace("\r\n", "\n");
    }

    private static void answer(HttpExchange exchange, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(200, bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    static URI address(Ports ports) {
        return URI.create("http://localhost:" + ports.of(Port.MAIL_PAGE));
    }

    @Override
    public void close() {
        page.stop(0);
        server.stop();
    }
}

package network.physio.booking.message;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** A mail server for tests: keeps what it is given, and refuses, goes away or hangs up when it is told to. */
@Singleton
public class MailServer {

    /** A letter as it arrived. */
    record Caught(String recipient, Map<String, String> headers, String text, List<Attached> attached) {
        String header(String name) {
            return headers.getOrDefault(name, "");
        }

        String subject() {
            return header("Subject");
        }
    }

    /** A file that came with a letter. */
    record Attached(String type, String text) {}

    private final int port;
    private final List<Caught> caught = new CopyOnWriteArrayList<>();
    private volatile @Nullable ServerSocket door;
    private volatile String toRecipients = "";
    private volatile boolean hangsUp;

    MailServer(@ConfigProperty(name = "quarkus.mailer.port") int port) {
        this.port = port;
    }

    List<Caught> caught() {
        return List.copyOf(caught);
    }

    void forgetAll() {
        caught.clear();
        toRecipients = "";
        hangsUp = false;
        if (door == null) {
            comeBack();
        }
    }

    /** From now on recipients are answered so, such as {@code 550 unknown}; with nothing they are accepted again. */
    void answersRecipients(String reply) {
        toRecipients = reply;
    }

    /** From now on the connection ends when the letter has arrived, before anything is said about it. */
    void hangsUpAfterTheLetter() {
        hangsUp = true;
    }

    @PreDestroy
    void goAway() {
        ServerSocket open = door;
        door = null;
        try {
            if (open != null) {
                open.close();
            }
        } catch (IOException ignored) {
            // closed is closed
        }
    }

    @PostConstruct
    void comeBack() {
        try {
            ServerSocket opened = new ServerSocket();
            opened.setReuseAddress(true);
            opened.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            door = opened;
            Thread.ofVirtual().start(() -> serve(opened));
        } catch (IOException taken) {
            throw new UncheckedIOException(taken);
        }
    }

    private void serve(ServerSocket opened) {
        while (!opened.isClosed()) {
            try {
                Socket client = opened.accept();
                Thread.ofVirtual().start(() -> talk(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void talk(Socket client) {
        try (client) {
            var in = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
            OutputStream out = client.getOutputStream();
            say(out, "220 test");
            String recipient = "";
            String line;
            while ((line = in.readLine()) != null) {
                String command = line.split("[ :]", 2)[0];
                switch (command) {
                    case "RCPT" -> {
                        recipient = line.replaceAll("^.*<|>.*$", "");
                        say(out, toRecipients.isEmpty() ? "250 ok" : toRecipients);
                    }
                    case "DATA" -> {
                        say(out, "354 go on");
                        Caught letter = letter(recipient, in);
                        caught.add(letter);
                        if (hangsUp) {
                            return;
                        }
                        say(out, "250 taken");
                    }
                    case "QUIT" -> {
                        say(out, "221 bye");
                        return;
                    }
                    default -> say(out, "250 ok");
                }
            }
        } catch (IOException gone) {
            // the client has gone
        }
    }

    private static void say(OutputStream out, String reply) throws IOException {
        out.write((reply + "\r\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private static Caught letter(String recipient, BufferedReader in) throws IOException {
        List<String> lines = new ArrayList<>();
        String line;
        while ((line = in.readLine()) != null && !line.equals(".")) {
            lines.add(line.startsWith(".") ? line.substring(1) : line);
        }
        Part whole = part(lines);
        String type = whole.header("Content-Type");
        if (!type.startsWith("multipart/")) {
            return new Caught(recipient, whole.headers(), whole.text(), List.of());
        }
        List<Part> parts = parts(whole.lines(), "--" + type.replaceAll("^.*boundary=\"?|[\";].*$", ""));
        return new Caught(
                recipient,
                whole.headers(),
                parts.getFirst().text(),
                parts.stream()
                        .skip(1)
                        .map(part -> new Attached(part.header("Content-Type"), part.text()))
                        .toList());
    }

    private record Part(Map<String, String> headers, List<String> lines) {
        String header(String name) {
            return headers.getOrDefault(name, "");
        }

        String text() {
            return switch (header("Content-Transfer-Encoding").toLowerCase(Locale.ROOT)) {
                case "quoted-printable" -> unquoted(String.join("\n", lines));
                case "base64" ->
                    new String(Base64.getMimeDecoder().decode(String.join("", lines)), StandardCharsets.UTF_8);
                default -> String.join("\n", lines);
            };
        }
    }

    private static Part part(List<String> lines) {
        int blank = lines.indexOf("");
        return new Part(headers(lines.subList(0, blank)), lines.subList(blank + 1, lines.size()));
    }

    private static List<Part> parts(List<String> lines, String boundary) {
        List<Part> parts = new ArrayList<>();
        int begin = lines.indexOf(boundary);
        for (int at = begin + 1; at < lines.size(); at++) {
            if (lines.get(at).startsWith(boundary)) {
                parts.add(part(lines.subList(begin + 1, at)));
                begin = at;
            }
        }
        return parts;
    }

    private static Map<String, String> headers(List<String> lines) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        String name = "";
        for (String line : lines) {
            if (line.startsWith(" ") || line.startsWith("\t")) {
                headers.merge(name, line.strip(), (first, more) -> first + " " + more);
            } else {
                name = line.substring(0, line.indexOf(':'));
                headers.put(name, line.substring(line.indexOf(':') + 1).strip());
            }
        }
        return headers;
    }

    private static String unquoted(String body) {
        String whole = body.replace("=\n", "");
        var bytes = new ByteArrayOutputStream();
        for (int i = 0; i < whole.length(); i++) {
            if (whole.charAt(i) == '=') {
                bytes.write(Integer.parseInt(whole.substring(i + 1, i + 3), 16));
                i += 2;
            } else {
                bytes.write(whole.charAt(i));
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}

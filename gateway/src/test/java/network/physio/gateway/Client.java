package network.physio.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes requests byte by byte, because well-behaved clients repair just what these tests are about. */
final class Client implements AutoCloseable {

    private final Socket socket;

    Client(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(10_000);
    }

    /** One request on a connection of its own. */
    static Answer send(int port, String method, String target, String... headers) throws IOException {
        try (Client client = new Client(port)) {
            return client.write(head(method, target, headers)).read();
        }
    }

    static String head(String method, String target, String... headers) {
        StringBuilder head = new StringBuilder("%s %s HTTP/1.1\r\nHost: gateway.example\r\n".formatted(method, target));
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        return head.append("Connection: close\r\n\r\n").toString();
    }

    Client write(String text) throws IOException {
        return write(text.getBytes(ISO_8859_1));
    }

    Client write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return this;
    }

    /** The next line, for answers that are still being written. */
    String readLine() throws IOException {
        return line(socket.getInputStream());
    }

    Answer read() throws IOException {
        InputStream in = socket.getInputStream();
        String status = line(in);
        while (status.startsWith("HTTP/1.1 100")) {
            line(in);
            status = line(in);
        }
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.computeIfAbsent(line.substring(0, colon), unseen -> new ArrayList<>())
                    .add(line.substring(colon + 1).strip());
        }
        Answer answer = new Answer(Integer.parseInt(status, 9, 12, 10), headers, "");
        if (answer.status() == 204 || answer.status() == 304) {
            return answer;
        }
        String body = answer.all("Transfer-Encoding").isEmpty() ? plain(in, answer) : chunks(in);
        return new Answer(answer.status(), headers, body);
    }

    private static String plain(InputStream in, Answer answer) throws IOException {
        if (answer.all("Content-Length").isEmpty()) {
            return new String(in.readAllBytes(), ISO_8859_1);
        }
        int length = Integer.parseInt(answer.header("Content-Length"));
        byte[] body = in.readNBytes(length);
        if (body.length < length) {
            throw new IOException("broken off after %d of %d bytes".formatted(body.length, length));
        }
        return new String(body, ISO_8859_1);
    }

    private static String chunks(InputStream in) throws IOException {
        StringBuilder body = new StringBuilder();
        while (true) {
            int length = Integer.parseInt(line(in), 16);
            body.append(new String(in.readNBytes(length), ISO_8859_1));
            line(in);
            if (length == 0) {
                return body.toString();
            }
        }
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("broken off");
            }
            line.write(c);
        }
        return line.toString(ISO_8859_1).strip();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

package network.physio.booking.proof;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between clients and a service and misbehaves with three of ten requests: sends them twice, keeps them back, or cuts
 * the connection before or after the service has worked on them. One request a connection.
 */
final class MisbehavingProxy implements Closeable {

    private static final int MISBEHAVES_PERCENT = 30;
    private static final Duration LONGEST_DELAY = Duration.ofMillis(100);

    enum Mischief {
        NONE,
        SENT_TWICE,
        SENT_TWICE_AT_ONCE,
        DELAYED,
        CUT_OFF_BEFORE,
        CUT_OFF_AFTER
    }

    private final ServerSocket door;
    private final URI service;
    private final Random random;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<Mischief, AtomicInteger> done = new EnumMap<>(Mischief.class);

    private MisbehavingProxy(ServerSocket door, URI service, long seed) {
        this.door = door;
        this.service = service;
        this.random = new Random(seed);
        for (Mischief mischief : Mischief.values()) {
            done.put(mischief, new AtomicInteger());
        }
    }

    static MisbehavingProxy before(URI service, long seed) throws IOException {
        MisbehavingProxy proxy =
                new MisbehavingProxy(new ServerSocket(0, 200, InetAddress.getLoopbackAddress()), service, seed);
        proxy.threads.execute(proxy::open);
        return proxy;
    }

    URI address() {
        return URI.create("http://localhost:" + door.getLocalPort());
    }

    /** How often it did what. */
    int times(Mischief mischief) {
        return count(mischief).get();
    }

    private AtomicInteger count(Mischief mischief) {
        return Objects.requireNonNull(done.get(mischief));
    }

    private void open() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                threads.execute(() -> serve(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private synchronized Mischief next() {
        Mischief[] all = Mischief.values();
        Mischief mischief =
                random.nextInt(100) < MISBEHAVES_PERCENT ? all[1 + random.nextInt(all.length - 1)] : Mischief.NONE;
        count(mischief).incrementAndGet();
        return mischief;
    }

    private synchronized long delay() {
        return random.nextLong(LONGEST_DELAY.toMillis());
    }

    private void serve(Socket client) {
        try (client) {
            byte[] request = message(client.getInputStream(), true);
            switch (next()) {
                case NONE -> answer(client, forward(request));
                case SENT_TWICE -> {
                    forward(request);
                    answer(client, forward(request));
                }
                case SENT_TWICE_AT_ONCE -> {
                    threads.execute(() -> forwardUnheard(request));
                    answer(client, forward(request));
                }
                case DELAYED -> {
                    TimeUnit.MILLISECONDS.sleep(delay());
                    answer(client, forward(request));
                }
                case CUT_OFF_BEFORE -> client.setSoLinger(true, 0);
                case CUT_OFF_AFTER -> {
                    forward(request);
                    client.setSoLinger(true, 0);
                }
            }
        } catch (IOException clientLeft) {
            // it asks again
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void forwardUnheard(byte[] request) {
        try {
            forward(request);
        } catch (IOException serviceLeft) {
            // nobody waits for this answer
        }
    }

    private byte[] forward(byte[] request) throws IOException {
        try (Socket upstream = new Socket(service.getHost(), service.getPort())) {
            upstream.getOutputStream().write(request);
            upstream.getOutputStream().flush();
            return message(upstream.getInputStream(), false);
        }
    }

    private static void answer(Socket client, byte[] answer) throws IOException {
        client.getOutputStream().write(answer);
        client.getOutputStream().flush();
    }

    /** Head and body of one message, which says its length; the connection is for this one only. */
    private static byte[] message(InputStream from, boolean request) throws IOException {
        InputStream in = new BufferedInputStream(from);
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int length = 0;
        String line = line(in);
        while (!line.isEmpty()) {
            String lower = line.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Integer.parseInt(
                        lower.substring("content-length:".length()).strip());
            }
            if (!lower.startsWith("connection:")
                    && !lower.startsWith("upgrade:")
                    && !lower.startsWith("http2-settings:")) {
                head.writeBytes((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            }
            line = line(in);
        }
        if (head.size() == 0) {
            throw new IOException(request ? "the client said nothing" : "the service said nothing");
        }
        head.writeBytes("Connection: close\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
        head.writeBytes(in.readNBytes(length));
        return head.toByteArray();
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int read = in.read(); read >= 0 && read != '\n'; read = in.read()) {
            if (read != '\r') {
                line.append((char) read);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        door.close();
        threads.shutdownNow();
    }
}

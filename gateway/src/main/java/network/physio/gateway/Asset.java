package network.physio.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** Something that the build put into the gateway and that never changes while it runs. */
public record Asset(String type, Buffer plain, Buffer zipped, String etag, Map<String, String> headers) {

    public static Asset of(String type, String text) {
        return of(type, text.getBytes(UTF_8));
    }

    public static Asset of(String type, byte[] content) {
        return new Asset(
                type,
                Buffer.buffer(content),
                zip(content),
                "\"" + HexFormat.of().formatHex(Arrays.copyOf(sha256(content), 12)) + "\"",
                Map.of());
    }

    public Asset with(Map<String, String> more) {
        return new Asset(type, plain, zipped, etag, more);
    }

    public static Asset resource(String type, String name) {
        return of(type, bytes(name));
    }

    public static String text(String name) {
        return new String(bytes(name), UTF_8);
    }

    private static byte[] bytes(String name) {
        try (InputStream resource = Asset.class.getClassLoader().getResourceAsStream(name)) {
            if (resource == null) {
                throw new IllegalStateException(name + " is missing: build the gateway with Maven, which makes it");
            }
            return resource.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void answer(Visit visit) {
        var request = visit.context().request();
        var response = visit.context().response();
        headers.forEach(response::putHeader);
        response.putHeader("ETag", etag)
                .putHeader("Cache-Control", "no-cache")
                .putHeader("Vary", "Accept, Accept-Encoding, Origin");
        String known = request.getHeader("If-None-Match");
        if (known != null && known.contains(etag)) {
            response.setStatusCode(304).end();
            return;
        }
        response.putHeader("Content-Type", type);
        String encodings = request.getHeader("Accept-Encoding");
        if (encodings != null && encodings.contains("gzip")) {
            response.putHeader("Content-Encoding", "gzip").end(zipped);
        } else {
            response.end(plain);
        }
    }

    private static Buffer zip(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Buffer.buffer(bytes.toByteArray());
    }

    private static byte[] sha256(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}

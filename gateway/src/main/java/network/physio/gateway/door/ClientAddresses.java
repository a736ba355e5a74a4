package network.physio.gateway.door;

import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import network.physio.gateway.GatewaySettings;

/** Who is at the other end: the peer, or whom a trusted proxy in front names. */
@ApplicationScoped
class ClientAddresses {

    private final List<Network> trusted;

    ClientAddresses(GatewaySettings settings) {
        trusted = settings.clients().trustedProxies().orElse(List.of()).stream()
                .map(Network::of)
                .toList();
    }

    String of(HttpServerRequest request) {
        String peer = peerOf(request);
        if (!isTrusted(peer)) {
            return peer;
        }
        // From the right: each trusted proxy vouches for the address that it appended.
        List<String> hops = request.headers().getAll("X-Forwarded-For").stream()
                .flatMap(line -> Arrays.stream(line.split(",", -1)))
                .map(String::strip)
                .toList();
        for (String hop : hops.reversed()) {
            if (!Network.isAddress(hop)) {
                return peer;
            }
            if (!isTrusted(hop)) {
                return hop;
            }
            peer = hop;
        }
        return peer;
    }

    /** The scheme that the client used, which a trusted proxy that ended TLS knows better. */
    String schemeOf(HttpServerRequest request) {
        String claimed = request.getHeader("X-Forwarded-Proto");
        boolean counts = claimed != null && claimed.matches("https?") && isTrusted(peerOf(request));
        return counts ? claimed : request.isSSL() ? "https" : "http";
    }

    private static String peerOf(HttpServerRequest request) {
        var remote = request.remoteAddress();
        return remote == null || remote.hostAddress() == null ? "unknown" : remote.hostAddress();
    }

    private boolean isTrusted(String address) {
        return trusted.stream().anyMatch(network -> network.contains(address));
    }

    /** A CIDR block, IPv4 or IPv6. */
    record Network(InetAddress base, int bits) {

        static Network of(String cidr) {
            int slash = cidr.indexOf('/');
            String address = slash < 0 ? cidr.strip() : cidr.substring(0, slash).strip();
            if (!isAddress(address)) {
                throw new IllegalArgumentException(
                        "gateway.clients.trusted-proxies: \"%s\" is not an address or CIDR block".formatted(cidr));
            }
            InetAddress base = InetAddress.ofLiteral(address);
            int all = base.getAddress().length * 8;
            return new Network(
                    base,
                    slash < 0 ? all : Integer.parseInt(cidr.substring(slash + 1).strip()));
        }

        /** A literal: no name is ever looked up. */
        static boolean isAddress(String text) {
            try {
                InetAddress.ofLiteral(text);
                return true;
            } catch (IllegalArgumentException e) {
                return false;
            }
        }

        boolean contains(String text) {
            if (!isAddress(text)) {
                return false;
            }
            byte[] mine = base.getAddress();
            byte[] other = InetAddress.ofLiteral(text).getAddress();
            if (mine.length != other.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit % 8);
                if ((mine[bit / 8] & mask) != (other[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }
}

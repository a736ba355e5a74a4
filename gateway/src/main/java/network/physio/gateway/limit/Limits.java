package network.physio.gateway.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import network.physio.gateway.GatewaySettings;
import network.physio.gateway.Visit;
import network.physio.gateway.problem.GatewayProblem;
import network.physio.gateway.problem.Refusal;
import network.physio.gateway.route.Allowance;
import network.physio.gateway.route.Route;
import network.physio.gateway.token.Verdict;

/**
 * How many requests a client may make on a route. Counted in this copy of the gateway only: behind two copies a client
 * gets up to twice as much.
 */
@ApplicationScoped
public class Limits {

    /** The gateway's own pages; nobody reads faster. */
    private static final Allowance PAGES = new Allowance(600, Duration.ofMinutes(1));

    private final Cache<Client, Bucket> buckets;
    private final TimeMeter time;

    Limits(GatewaySettings settings, TimeMeter time) {
        this.time = time;
        Duration longestPeriod = settings.routes().values().stream()
                .map(route -> route.rate().per())
                .reduce(PAGES.per(), (one, other) -> one.compareTo(other) > 0 ? one : other);
        // A bucket unseen for its whole period is full again, so forgetting it changes nothing.
        buckets = Caffeine.newBuilder()
                .maximumSize(settings.clients().remembered())
                .expireAfterAccess(longestPeriod)
                .ticker(time::currentTimeNanos)
                .executor(Runnable::run)
                .build();
    }

    /** Refuses a service's route; a token that is not good counts for the address that sent it. */
    public Optional<Refusal> refuses(Visit visit, Route route, Verdict verdict) {
        return refuses(visit.clientAddress(), route, verdict);
    }

    Optional<Refusal> refuses(String address, Route route, Verdict verdict) {
        return switch (verdict) {
            case Verdict.Known(String subject) ->
                refuses(new Client(route.name(), "subject " + subject), route.signedIn());
            case Verdict.Anonymous(), Verdict.Bad(), Verdict.Unverifiable() ->
                refuses(new Client(route.name(), neighbourhood(address)), route.anonymous());
        };
    }

    /** Refuses the gateway's own pages. */
    public Optional<Refusal> refuses(Visit visit) {
        return refuses(new Client("pages", neighbourhood(visit.clientAddress())), PAGES);
    }

    private Optional<Refusal> refuses(Client client, Allowance allowance) {
        var probe = buckets.get(client, unseen -> full(allowance)).tryConsumeAndReturnRemaining(1);
        if (probe.isConsumed()) {
            return Optional.empty();
        }
        long seconds = Math.ceilDiv(probe.getNanosToWaitForRefill(), 1_000_000_000L);
        return Optional.of(GatewayProblem.TOO_MANY_REQUESTS
                .because("This client may make %d requests per %d s here; wait as long as Retry-After says."
                        .formatted(allowance.requests(), allowance.per().toSeconds()))
                .retryAfterSeconds(Math.max(1, seconds)));
    }

    long remembered() {
        buckets.cleanUp();
        return buckets.estimatedSize();
    }

    private Bucket full(Allowance allowance) {
        return Bucket.builder()
                .withCustomTimePrecision(time)
                .addLimit(limit ->
                        limit.capacity(allowance.requests()).refillGreedy(allowance.requests(), allowance.per()))
                .build();
    }

    /** One IPv6 customer has a whole /64 to send from. */
    static String neighbourhood(String address) {
        return parse(address)
                .map(InetAddress::getAddress)
                .map(bytes -> HexFormat.of().formatHex(Arrays.copyOf(bytes, 8)) + "/64")
                .orElse(address);
    }

    private static Optional<InetAddress> parse(String address) {
        if (!address.contains(":")) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.ofLiteral(address)).filter(Inet6Address.class::isInstance);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private record Client(String route, String who) {}
}

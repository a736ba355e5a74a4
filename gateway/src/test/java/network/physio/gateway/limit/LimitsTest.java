package network.physio.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bucket4j.TimeMeter;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import network.physio.gateway.GatewaySettings;
import network.physio.gateway.contract.PathTemplates;
import network.physio.gateway.route.Allowance;
import network.physio.gateway.route.Route;
import network.physio.gateway.token.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitsTest {

    private static final Verdict ANA = new Verdict.Known("ana");
    private static final Verdict BEN = new Verdict.Known("ben");

    private final SettableTime time = new SettableTime();
    private final Route booking = route("booking", 3);
    private final Route content = route("content", 3);

    @Test
    void aClientGetsItsShareAndNoMore() {
        Limits limits = limits(100);
        assertThat(granted(limits, booking, ANA, 5)).isEqualTo(3);
        assertThat(granted(limits, booking, BEN, 5)).isEqualTo(3);
        assertThat(granted(limits, content, ANA, 5)).isEqualTo(3);
    }

    @Test
    void waitingAsLongAsToldIsEnough() {
        Limits limits = limits(100);
        granted(limits, booking, ANA, 3);
        String seconds = limits.refuses("192.0.2.1", booking, ANA)
                .orElseThrow()
                .headers()
                .get("Retry-After");
        assertThat(seconds).isEqualTo("20");

        time.passes(Duration.ofSeconds(19));
        assertThat(limits.refuses("192.0.2.1", booking, ANA)).isPresent();
        time.passes(Duration.ofSeconds(1));
        assertThat(limits.refuses("192.0.2.1", booking, ANA)).isEmpty();
    }

    @Test
    void aClientUnseenForAPeriodIsForgottenAndStartsFull() {
        Limits limits = limits(100);
        granted(limits, booking, ANA, 3);
        time.passes(Duration.ofMinutes(2));
        assertThat(granted(limits, booking, ANA, 5)).isEqualTo(3);
        assertThat(limits.remembered()).isEqualTo(1);
    }

    @Test
    void manyClientsDoNotFillTheMemory() {
        Limits limits = limits(100);
        for (int i = 0; i < 10_000; i++) {
            limits.refuses("192.0.2.1", booking, new Verdict.Known("subject-" + i));
        }
        assertThat(limits.remembered()).isLessThanOrEqualTo(100);
    }

    @ParameterizedTest
    @CsvSource({
        "2001:db8:1:2:aaaa::1, 2001:db8:1:2:bbbb::9, true",
        "2001:db8:1:2::1, 2001:db8:1:3::1, false",
        "192.0.2.1, 192.0.2.2, false",
        "192.0.2.1, 192.0.2.1, true"
    })
    void oneCustomerIsOneClient(String one, String other, boolean same) {
        assertThat(Limits.neighbourhood(one).equals(Limits.neighbourhood(other)))
                .isEqualTo(same);
    }

    private static int granted(Limits limits, Route route, Verdict verdict, int requests) {
        int granted = 0;
        for (int i = 0; i < requests; i++) {
            granted += limits.refuses("192.0.2.1", route, verdict).isEmpty() ? 1 : 0;
        }
        return granted;
    }

    private static Route route(String name, long requests) {
        Allowance allowance = new Allowance(requests, Duration.ofMinutes(1));
        return new Route(
                name,
                "/" + name + "/v1/",
                URI.create("http://127.0.0.1:1"),
                1,
                allowance,
                allowance,
                new PathTemplates(java.util.List.of()));
    }

    private Limits limits(int remembered) {
        GatewaySettings settings = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withConverter(MemorySize.class, 100, new MemorySizeConverter())
                .withConverter(Duration.class, 100, new io.quarkus.runtime.configuration.DurationConverter())
                .withMapping(GatewaySettings.class)
                .withSources(new PropertiesConfigSource(
                        Map.of(
                                "gateway.routes.booking.prefix", "/booking/v1/",
                                "gateway.routes.booking.upstream", "http://127.0.0.1:1",
                                "gateway.identity.readiness", "http://127.0.0.1:1",
                                "gateway.identity.issuer", "http://127.0.0.1:1",
                                "gateway.clients.remembered", Integer.toString(remembered)),
                        "test",
                        100))
                .build()
                .getConfigMapping(GatewaySettings.class);
        return new Limits(settings, time);
    }

    private static final class SettableTime implements TimeMeter {

        private long nanos = 1;

        void passes(Duration duration) {
            nanos += duration.toNanos();
        }

        @Override
        public long currentTimeNanos() {
            return nanos;
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    }
}

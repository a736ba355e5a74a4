package network.physio.gateway;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Everything about the gateway that an operator may set; docs/gateway.md says what for. */
@ConfigMapping(prefix = "gateway")
public interface GatewaySettings {

    /** The allow-list, by a name that logs and limits use. */
    Map<String, Route> routes();

    Identity identity();

    Timeouts timeouts();

    Clients clients();

    CrossOrigin crossOrigin();

    Heads heads();

    interface Route {
        /** Begins and ends with a slash; only addresses below it pass. */
        String prefix();

        /** Scheme, host and port of the service. */
        URI upstream();

        /** Where the service says whether it is ready; two routes of one service name it once. */
        Optional<URI> readiness();

        @WithDefault("1M")
        MemorySize bodyLimit();

        Rate rate();
    }

    /** Requests per period and client; what is not used saves up to one period's worth. */
    interface Rate {
        /** By the token's subject. A partner's platform is one subject, so this is generous. */
        @WithDefault("6000")
        long signedIn();

        /** By address. A whole clinic may share one. */
        @WithDefault("1800")
        long anonymous();

        @WithDefault("1M")
        Duration per();
    }

    interface Identity {
        URI readiness();

        /** Shown on the portal to people who need a token. */
        URI issuer();
    }

    interface Timeouts {
        @WithDefault("2S")
        Duration connect();

        /** Between two pieces of a request's body. */
        @WithDefault("15S")
        Duration request();

        /** From the end of the request to the head of the answer. */
        @WithDefault("30S")
        Duration response();

        /** Between two pieces of an answer; event streams send a comment every 30 s or sooner. */
        @WithDefault("90S")
        Duration idle();

        @WithDefault("2S")
        Duration health();
    }

    interface Clients {
        /** Networks (CIDR) of the proxies in front whose X-Forwarded-For and X-Forwarded-Proto count. */
        Optional<List<String>> trustedProxies();

        /** Clients whose limits are remembered; the longest unseen are forgotten first. About 200 bytes each. */
        @WithDefault("50000")
        long remembered();

        /** Connections to one service; event streams keep theirs. */
        @WithDefault("256")
        int connections();

        /** Requests that may wait for a connection to a service before the next is told to come back later. */
        @WithDefault("256")
        int waiting();
    }

    interface CrossOrigin {
        Optional<List<String>> origins();

        @WithDefault("10M")
        Duration maxAge();
    }

    interface Heads {
        @WithDefault("8K")
        MemorySize address();

        @WithDefault("32K")
        MemorySize headers();
    }
}

package network.physio.gateway.token;

import io.quarkus.oidc.runtime.TenantConfigBean;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.core.Context;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import network.physio.gateway.Visit;
import org.jboss.logging.Logger;

/** Verifies the token of a request, when there is one. */
@ApplicationScoped
public class Tokens {

    private static final Logger LOG = Logger.getLogger(Tokens.class);
    private static final Pattern ONE_TOKEN = Pattern.compile("(?i)bearer +[A-Za-z0-9._~+/-]+=*");

    private final IdentityProviderManager identities;
    private final TenantConfigBean issuers;

    Tokens(IdentityProviderManager identities, TenantConfigBean issuers) {
        this.identities = identities;
        this.issuers = issuers;
    }

    /** Gives the verdict on the request's own context. */
    public void judge(Visit visit, Consumer<Verdict> then) {
        List<String> sent = visit.context().request().headers().getAll(HttpHeaders.AUTHORIZATION);
        if (sent.isEmpty()) {
            then.accept(new Verdict.Anonymous());
        } else if (sent.size() > 1 || !ONE_TOKEN.matcher(sent.getFirst()).matches()) {
            then.accept(new Verdict.Bad());
        } else {
            Context context = visit.context().vertx().getOrCreateContext();
            // Without this, Quarkus answers a bad token itself, with nothing in the answer.
            BiConsumer<RoutingContext, Throwable> weAnswer = (unused, failure) -> {};
            visit.context().put(QuarkusHttpUser.AUTH_FAILURE_HANDLER, weAnswer);
            QuarkusHttpUser.getSecurityIdentity(visit.context(), identities)
                    .subscribe()
                    .with(
                            identity -> context.runOnContext(now -> then.accept(of(identity))),
                            failure -> context.runOnContext(now -> then.accept(of(failure))));
        }
    }

    private static Verdict of(SecurityIdentity identity) {
        return identity.isAnonymous()
                ? new Verdict.Bad()
                : new Verdict.Known(identity.getPrincipal().getName());
    }

    private Verdict of(Throwable failure) {
        if (!issuers.getDefaultTenant().ready() || isAboutTheConnection(failure)) {
            LOG.warn("The identity provider cannot be reached: requests with a token are answered with 503");
            return new Verdict.Unverifiable();
        }
        LOG.debug("A token was refused", failure);
        return new Verdict.Bad();
    }

    /** A key that is not known yet is asked for; that fails while the provider is away. */
    private static boolean isAboutTheConnection(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException || cause instanceof TimeoutException) {
                return true;
            }
        }
        return false;
    }
}

package network.physio.gateway.door;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import network.physio.gateway.TraceParent;
import network.physio.gateway.Visit;
import network.physio.gateway.limit.Limits;
import network.physio.gateway.problem.GatewayProblem;
import network.physio.gateway.problem.Refusal;
import network.physio.gateway.proxy.Passages;
import network.physio.gateway.route.Route;
import network.physio.gateway.route.Routes;
import network.physio.gateway.token.Tokens;
import network.physio.gateway.token.Verdict;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Leads every request through the gateway, one step after the other; the first step that refuses answers. */
@ApplicationScoped
class Door {

    private static final Logger LOG = Logger.getLogger(Door.class);
    private static final Refusal UNREADABLE = GatewayProblem.MALFORMED_REQUEST.because(
            "A request needs an address that begins with a slash, and one Host header.");
    private static final String VISIT = Visit.class.getName();
    /** The same form that the services accept. */
    private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9._-]{8,64}");

    private final ClientAddresses addresses;
    private final RequestForm form;
    private final CrossOrigin crossOrigin;
    private final Pages pages;
    private final Routes routes;
    private final Tokens tokens;
    private final Limits limits;
    private final Passages passages;

    Door(
            ClientAddresses addresses,
            RequestForm form,
            CrossOrigin crossOrigin,
            Pages pages,
            Routes routes,
            Tokens tokens,
            Limits limits,
            Passages passages) {
        this.addresses = addresses;
        this.form = form;
        this.crossOrigin = crossOrigin;
        this.pages = pages;
        this.routes = routes;
        this.tokens = tokens;
        this.limits = limits;
        this.passages = passages;
    }

    void open(@Observes Router router) {
        router.route().handler(this::enter).failureHandler(this::stumble);
    }

    private Visit begin(RoutingContext context) {
        HttpServerRequest request = context.request();
        // Until the token is verified nobody reads the body, and none of it may be lost.
        request.pause();
        Visit visit = new Visit(
                context,
                requestIdOf(request.getHeader("X-Request-Id")),
                TraceParent.of(request.getHeader("traceparent")),
                addresses.of(request),
                addresses.schemeOf(request));
        context.put(VISIT, visit);
        AnswerHeaders.seal(visit);
        AccessLog.follow(visit);
        return visit;
    }

    private void enter(RoutingContext context) {
        Visit visit = begin(context);
        Optional<Refusal> refusal = form.refuses(visit).or(() -> crossOrigin.refuses(visit));
        if (refusal.isPresent()) {
            refusal.get().answer(visit);
        } else if (crossOrigin.isPreflight(visit)) {
            crossOrigin.answerPreflight(visit);
        } else {
            routes.find(visit.path()).ifPresentOrElse(route -> visitService(visit, route), () -> visitPage(visit));
        }
    }

    private void visitPage(Visit visit) {
        limits.refuses(visit).ifPresentOrElse(refusal -> refusal.answer(visit), () -> pages.answer(visit));
    }

    private void visitService(Visit visit, Route route) {
        visit.takes(route.name(), route.templateOf(visit.path()));
        tokens.judge(visit, verdict -> {
            if (verdict instanceof Verdict.Known) {
                visit.isSignedIn();
            }
            limits.refuses(visit, route, verdict)
                    .or(() -> verdict.refusal())
                    .or(() -> route.refusesLength(visit))
                    .ifPresentOrElse(refusal -> refusal.answer(visit), () -> passages.begin(visit, route));
        });
    }

    private void stumble(RoutingContext context) {
        Visit visit = context.get(VISIT);
        if (visit == null) {
            // The router could not read it and led it here before any step.
            UNREADABLE.answer(begin(context));
            return;
        }
        LOG.errorf(context.failure(), "request %s failed in the gateway", visit.requestId());
        GatewayProblem.INTERNAL_ERROR
                .because("The request was not carried out; its id helps us to find out why.")
                .answer(visit);
    }

    private static String requestIdOf(@Nullable String sent) {
        return sent != null && REQUEST_ID.matcher(sent).matches()
                ? sent
                : UUID.randomUUID().toString();
    }
}

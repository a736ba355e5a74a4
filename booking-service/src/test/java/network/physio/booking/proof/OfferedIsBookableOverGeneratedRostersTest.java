package network.physio.booking.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.arc.Arc;
import io.quarkus.arc.ManagedContext;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import network.physio.booking.appointment.TakingTried;
import network.physio.booking.availability.Catalogue;
import network.physio.booking.availability.Clinic;
import network.physio.booking.availability.Judge;
import network.physio.booking.availability.LiveAvailability;
import network.physio.booking.availability.PlaceWish;
import network.physio.booking.availability.Treatment;
import network.physio.booking.availability.VisitKind;
import network.physio.booking.slot.FreeSlots;
import network.physio.booking.slot.Slot;
import network.physio.test.IdentityResource;
import network.physio.test.PostgresResource;
import network.physio.test.SettableClock;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Over a thousand generated networks, with soak a hundred thousand: what is offered is exactly what the rules allow when one
 * goes through them by hand, each offered start that is tried can be taken, and each other start that is tried is refused.
 * Starts are taken as bookings take them, under the locks and with every claim, and given back at once. A failure names the
 * seed and prints the network; {@code -Dnetwork=<seed>} asks about that one alone.
 */
@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, initArgs = @ResourceArg(name = "service", value = "booking"))
@QuarkusTestResource(IdentityResource.class)
class OfferedIsBookableOverGeneratedRostersTest {

    private static final Logger LOG = Logger.getLogger(OfferedIsBookableOverGeneratedRostersTest.class);

    private static final int NETWORKS = Boolean.getBoolean("soak") ? 100_000 : 1_000;
    private static final int AT_ONCE = 50;
    private static final int TRIED_OF_EACH = 4;

    /** Not at the beginning of anything. */
    private static final Instant BEGINNING = Instant.parse("2026-12-06T01:03:17Z");

    @Inject
    FreeSlots freeSlots;

    @Inject
    TakingTried taking;

    @Inject
    Catalogue catalogue;

    @Inject
    LiveAvailability live;

    @Inject
    CurrentIdentityAssociation identity;

    @Inject
    SettableClock clock;

    @Inject
    Jdbi database;

    private final AtomicInteger withSlots = new AtomicInteger();
    private final AtomicInteger offeredStarts = new AtomicInteger();
    private final AtomicInteger tried = new AtomicInteger();
    private final ExecutorService workers =
            Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());

    @AfterEach
    void resetClock() {
        workers.shutdown();
        clock.reset();
        current();
    }

    @Test
    void exactlyWhatTheRulesAllowIsOfferedAndCanBeTaken() throws Exception {
        Long only = Long.getLong("network");
        if (only != null) {
            check(List.of(NetworkGenerator.network(only, nowOf(only))));
            return;
        }
        for (long first = 0; first < NETWORKS; first += AT_ONCE) {
            check(LongStream.range(first, Math.min(first + AT_ONCE, NETWORKS))
                    .mapToObj(seed -> NetworkGenerator.network(seed, nowOf(seed)))
                    .toList());
        }
        LOG.infof(
                "%d networks, %d of them with slots; %d starts offered, %d starts tried",
                NETWORKS, withSlots.get(), offeredStarts.get(), tried.get());
        assertThat(withSlots.get()).as("networks with something to offer").isGreaterThan(NETWORKS / 2);
        assertThat(tried.get()).isGreaterThan(4 * NETWORKS);
    }

    /** The same for all that are looked at together: over the years, at any hour of the day. */
    private static Instant nowOf(long seed) {
        return BEGINNING.plus(Duration.ofMinutes(seed / AT_ONCE % 300 * (3 * 24 * 60 + 437)));
    }

    private void check(List<GeneratedNetwork> networks) throws Exception {
        clock.setTo(networks.getFirst().question().now());
        GeneratedRows rows = new GeneratedRows(database);
        rows.write(networks);
        try {
            current();
            for (Future<Void> checked :
                    workers.invokeAll(networks.stream().map(this::checkOfItsOwn).toList())) {
                checked.get();
            }
        } finally {
            // The picture of free times never forgets a clinic: it is laid out anew at the next leap in time.
            rows.delete();
        }
    }

    private void current() {
        for (int tries = 0; !live.awaitCurrent(); tries++) {
            assertThat(tries).as("seconds that the picture takes").isLessThan(60);
        }
    }

    /** Who asks belongs to a request: each network is asked about in one of its own. */
    private Callable<Void> checkOfItsOwn(GeneratedNetwork network) {
        return () -> {
            ManagedContext request = Arc.container().requestContext();
            request.activate();
            try {
                check(network);
            } finally {
                request.terminate();
            }
            return null;
        };
    }

    private void check(GeneratedNetwork network) {
        identity.setIdentity(caller(network));
        BookableByHand byHand = new BookableByHand(network);
        Set<Instant> offered = offered(network);
        Set<Instant> bookable = byHand.bookable();
        assertThat(offered)
                .as(() -> "offered, and bookable by hand; seed %d:%n%s".formatted(network.seed(), network))
                .isEqualTo(bookable);
        withSlots.addAndGet(offered.isEmpty() ? 0 : 1);
        offeredStarts.addAndGet(offered.size());
        QuarkusTransaction.begin();
        try {
            for (Instant start : sample(network, offered, byHand.everyStart())) {
                tried.incrementAndGet();
                String refusal = taking.refusal(wish(network, start));
                assertThat(refusal == null)
                        .as(() -> "%s: offered %s, and taking it answers %s; seed %d:%n%s"
                                .formatted(start, offered.contains(start), refusal, network.seed(), network))
                        .isEqualTo(offered.contains(start));
            }
        } finally {
            QuarkusTransaction.rollback();
        }
    }

    /** Some that are offered, some that are just not any more, and some others. */
    private static List<Instant> sample(GeneratedNetwork network, Set<Instant> offered, List<Instant> every) {
        Random random = new Random(network.seed());
        List<Instant> some = some(new ArrayList<>(offered), TRIED_OF_EACH, random);
        List<Instant> edges = new ArrayList<>();
        for (int place = 1; place < every.size(); place++) {
            boolean here = offered.contains(every.get(place));
            boolean before = offered.contains(every.get(place - 1));
            if (here != before) {
                edges.add(every.get(here ? place - 1 : place));
            }
        }
        some.addAll(some(edges, TRIED_OF_EACH / 2, random));
        List<Instant> others = new ArrayList<>(every);
        others.removeAll(offered);
        some.addAll(some(others, TRIED_OF_EACH / 2, random));
        return some;
    }

    private static List<Instant> some(List<Instant> of, int most, Random random) {
        Collections.shuffle(of, random);
        return new ArrayList<>(of.subList(0, Math.min(most, of.size())));
    }

    private Set<Instant> offered(GeneratedNetwork network) {
        Set<Instant> offered = new TreeSet<>();
        freeSlots
                .all(new FreeSlots.Search(
                        treatment(network),
                        network.question().minutes(),
                        VisitKind.fromString(network.question().visitKind()),
                        List.of(clinic(network)),
                        Catalogue.Choice.of(network.question().practitioner()),
                        network.question().firstDay(),
                        network.question().lastDay()))
                .stream()
                .map(Slot::startsAt)
                .forEach(offered::add);
        return offered;
    }

    private Judge.Wish wish(GeneratedNetwork network, Instant start) {
        return new Judge.Wish(
                treatment(network),
                network.question().minutes(),
                VisitKind.fromString(network.question().visitKind()),
                clinic(network),
                network.question().practitioner(),
                PlaceWish.ANY,
                start);
    }

    private Treatment treatment(GeneratedNetwork network) {
        return catalogue.treatment(network.treatment().code()).orElseThrow();
    }

    private Clinic clinic(GeneratedNetwork network) {
        return catalogue.clinic(network.here().id()).orElseThrow();
    }

    private static QuarkusSecurityIdentity caller(GeneratedNetwork network) {
        return switch (network.question().audience()) {
            case "staff" -> caller("receptionist", "clinics", network.here().code());
            case "partner" -> caller("partner", "partner", network.partnerCode());
            default -> QuarkusSecurityIdentity.builder().setAnonymous(true).build();
        };
    }

    private static QuarkusSecurityIdentity caller(String role, String claim, String value) {
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(new Token(claim, value))
                .addRole(role)
                .build();
    }

    /** As much of a token as decides about times. */
    private record Token(String claim, String value) implements JsonWebToken {

        @Override
        public String getName() {
            return "generated";
        }

        @Override
        public Set<String> getClaimNames() {
            return Set.of(claim);
        }

        @Override
        @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals", "NullAway"}) // as the interface has it
        public <T> T getClaim(String name) {
            return name.equals(claim) ? (T) value : null;
        }
    }
}

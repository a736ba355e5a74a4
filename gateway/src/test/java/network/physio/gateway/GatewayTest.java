package network.physio.gateway;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import network.physio.test.IdentityResource;
import network.physio.test.Tokens;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The running gateway with services behind it that misbehave on demand. */
@QuarkusTest
@QuarkusTestResource(IdentityResource.class)
@QuarkusTestResource(NetworkResource.class)
class GatewayTest {

    private static final String CLINICS = "/booking/v1/clinics";
    private static final int MIB = 1 << 20;

    @Inject
    GatewaySettings settings;

    @ConfigProperty(name = "quarkus.http.test-port")
    int port;

    private FakeService booking;
    private FakeService content;

    @BeforeEach
    void startServices() {
        booking = new FakeService(addressOf("booking"));
        content = new FakeService(addressOf("content"));
    }

    private URI addressOf(String route) {
        return requireNonNull(settings.routes().get(route)).upstream();
    }

    @AfterEach
    void stopServices() {
        booking.close();
        content.close();
    }

    private Answer get(String target, String... headers) throws IOException {
        return Client.send(port, "GET", target, headers);
    }

    private static String bearer(String token) {
        return "Authorization: Bearer " + token;
    }

    private static JsonObject seen(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    private static List<?> header(Answer answer, String name) {
        var values = seen(answer).getJsonObject("headers").getJsonArray(name);
        return values == null ? List.of() : values.getList();
    }

    @Nested
    class Routes {

        @Test
        void aRequestReachesItsServiceAsItCame() throws IOException {
            JsonObject seen = seen(get("/booking/v1/clinics/caf%C3%A9?near=-37.8,144.9&q=a%2Fb&q=%20"));
            assertThat(seen.getString("method")).isEqualTo("GET");
            assertThat(seen.getString("uri")).isEqualTo("/booking/v1/clinics/caf%C3%A9?near=-37.8,144.9&q=a%2Fb&q=%20");
        }

        @Test
        void dispatchLivesInBooking() throws IOException {
            assertThat(seen(get("/dispatch/v1/teams")).getString("uri")).isEqualTo("/dispatch/v1/teams");
            assertThat(booking.requests()).isEqualTo(1);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "/q/health/ready",
                    "/q/metrics",
                    "/booking/q/health",
                    "/booking/v1",
                    "/booking/v1/",
                    "/booking/v2/clinics",
                    "/booking",
                    "/BOOKING/v1/clinics",
                    "/booking/v1/../../q/metrics",
                    "/booking/v1/./clinics",
                    "/booking/v1/%2e%2e/%2e%2e/q/metrics",
                    "/booking/v1/%2E./q",
                    "/booking/v1/..%2fq",
                    "/booking/v1/a%2Fb",
                    "/booking/v1/a%5cb",
                    "/booking/v1/a%252fb",
                    "/booking/v1//q",
                    "//booking/v1/clinics",
                    "/booking/v1/clinics;x=1",
                    "/booking/v1/clinics%3bx",
                    "/booking/v1/a%00b",
                    "/booking/v1/..",
                    "/openapi/",
                    "/assets/../application.properties",
                    "/application.properties",
                    "/pages/portal.html",
                    "/problems/no-such-thing",
                })
        void whatNoRouteLeadsToDoesNotExist(String target) throws IOException {
            get(target).isProblem(404, "not-found");
            assertThat(booking.requests()).isZero();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "/booking/v1/%ff",
                    "/booking/v1/%zz",
                    "/booking/v1/%2",
                    "/booking/v1/a<b",
                    "/booking/v1/caf\u00e9",
                    "http://elsewhere.example/booking/v1/clinics",
                    "booking/v1/clinics"
                })
        void whatIsNotAnAddressIsMalformed(String target) throws IOException {
            get(target).isProblem(400, "malformed-request");
            assertThat(booking.requests()).isZero();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "GET /booking/v1/clinics HTTP/1.1\r\nConnection: close\r\n\r\n",
                    "GET /booking/v1/clinics HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n",
                    "OPTIONS * HTTP/1.1\r\nHost: gateway.example\r\nConnection: close\r\n\r\n"
                })
        void aRequestWithoutAnAddressOrHostIsMalformed(String request) throws IOException {
            try (Client client = new Client(port)) {
                client.write(request).read().isProblem(400, "malformed-request");
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"TRACE", "CONNECT", "PROPFIND", "HACK"})
        void methodsThatNobodyNeedsAreRefused(String method) throws IOException {
            Answer answer = Client.send(port, method, CLINICS);
            answer.isProblem(405, "method-not-allowed");
            assertThat(answer.header("Allow")).contains("GET").doesNotContain("TRACE");
        }

        @ParameterizedTest
        @ValueSource(strings = {"POST", "PUT", "PATCH", "DELETE"})
        void writesPassWithTheirBody(String method) throws IOException {
            try (Client client = new Client(port)) {
                JsonObject seen = seen(client.write(Client.head(method, CLINICS, "Content-Length: 5") + "hello")
                        .read());
                assertThat(seen.getString("method")).isEqualTo(method);
                assertThat(seen.getInteger("length")).isEqualTo(5);
            }
        }

        @Test
        void aWriteWithoutABodyPasses() throws IOException {
            assertThat(seen(Client.send(port, "POST", CLINICS)).getInteger("length"))
                    .isZero();
        }

        @ParameterizedTest
        @ValueSource(ints = {200, 201, 204, 304, 409, 412, 422, 500})
        void anyAnswerOfAServiceComesBackAsItIs(int status) throws IOException {
            booking.does(request -> request.response()
                    .setStatusCode(status)
                    .putHeader("ETag", "\"7\"")
                    .putHeader("Location", "/booking/v1/clinics/7")
                    .end());
            Answer answer = get(CLINICS);
            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.header("ETag")).isEqualTo("\"7\"");
            assertThat(answer.header("Location")).isEqualTo("/booking/v1/clinics/7");
        }

        @Test
        void aHeadRequestHasNoBody() throws IOException {
            try (Client client = new Client(port)) {
                client.write(Client.head("HEAD", CLINICS));
                assertThat(client.readLine()).isEqualTo("HTTP/1.1 200 OK");
            }
        }
    }

    @Nested
    class TokensAreVerified {

        @Test
        void withoutATokenTheServiceDecides() throws IOException {
            assertThat(header(get(CLINICS), "authorization")).isEmpty();
        }

        @Test
        void aGoodTokenPassesOnToTheServiceThatVerifiesItAgain() throws IOException {
            String token = Tokens.role("receptionist").clinics("fitzroy").token();
            assertThat(header(get(CLINICS, bearer(token)), "authorization")).isEqualTo(List.of("Bearer " + token));
        }

        static Stream<String> badAuthorizations() {
            String good = Tokens.role("patient").token();
            return Stream.of(
                            Tokens.role("patient").ofOtherIssuer().token(),
                            Tokens.role("patient").ofOtherAudience().token(),
                            Tokens.role("patient").asIdToken().token(),
                            Tokens.role("patient").with("typ", "Refresh").token(),
                            Tokens.role("patient").expired().token(),
                            Tokens.role("patient").signedByAnotherKey().token(),
                            good.substring(0, good.length() - 4) + "AAAA",
                            good.substring(0, good.lastIndexOf('.') + 1),
                            "eyJhbGciOiJub25lIn0." + good.substring(good.indexOf('.') + 1, good.lastIndexOf('.') + 1),
                            "opaque",
                            "a.b.c")
                    .map(token -> "Bearer " + token);
        }

        @ParameterizedTest
        @MethodSource("badAuthorizations")
        void aBadTokenIsRefusedAndReachesNobody(String authorization) throws IOException {
            Answer answer = get(CLINICS, "Authorization: " + authorization);
            answer.isProblem(401, "unauthenticated");
            assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer error=\"invalid_token\"");
            assertThat(booking.requests()).isZero();
        }

        @ParameterizedTest
        @ValueSource(strings = {"Basic dXNlcjpwYXNz", "Bearer", "Bearer ", "Bearer a b", "token"})
        void whatIsNoBearerTokenIsRefused(String authorization) throws IOException {
            get(CLINICS, "Authorization: " + authorization).isProblem(401, "unauthenticated");
        }

        @Test
        void twoTokensAreOneTooMany() throws IOException {
            String good = bearer(Tokens.role("patient").token());
            get(CLINICS, good, good).isProblem(401, "unauthenticated");
        }
    }

    @Nested
    class BodiesAreLimited {

        @Test
        void oneMebibytePasses() throws IOException {
            try (Client client = new Client(port)) {
                Answer answer = client.write(Client.head("POST", CLINICS, "Content-Length: " + MIB))
                        .write(new byte[MIB])
                        .read();
                assertThat(seen(answer).getInteger("length")).isEqualTo(MIB);
            }
        }

        @Test
        void twoMegabytesAreRefusedBeforeTheyReachTheService() throws IOException {
            try (Client client = new Client(port)) {
                client.write(Client.head("POST", CLINICS, "Content-Length: " + 2 * MIB))
                        .write(new byte[2 * MIB])
                        .read()
                        .isProblem(413, "request-too-large");
            }
            assertThat(booking.requests()).isZero();
        }

        @Test
        void twoMegabytesInPiecesAreRefusedToo() throws IOException, InterruptedException {
            try (Client client = new Client(port)) {
                client.write(Client.head("POST", CLINICS, "Transfer-Encoding: chunked"));
                for (int i = 0; i < 32; i++) {
                    client.write("10000\r\n").write(new byte[0x10000]).write("\r\n");
                }
                client.write("0\r\n\r\n").read().isProblem(413, "request-too-large");
            }
            assertThat(booking.events().poll(5, TimeUnit.SECONDS)).isEqualTo("cancelled");
        }

        @Test
        void piecesBelowTheLimitPass() throws IOException {
            try (Client client = new Client(port)) {
                Answer answer = client.write(Client.head("POST", CLINICS, "Transfer-Encoding: chunked"))
                        .write("5\r\nhello\r\n")
                        .write("6\r\n world\r\n0\r\n\r\n")
                        .read();
                assertThat(seen(answer).getInteger("length")).isEqualTo(11);
            }
        }

        @Test
        void aClientThatAsksFirstIsAnsweredFirst() throws IOException {
            try (Client client = new Client(port)) {
                client.write(Client.head("POST", CLINICS, "Content-Length: 5", "Expect: 100-continue"));
                assertThat(client.readLine()).isEqualTo("HTTP/1.1 100 Continue");
                client.readLine();
                assertThat(header(client.write("hello").read(), "expect")).isEmpty();
            }
            try (Client client = new Client(port)) {
                client.write(Client.head("POST", CLINICS, "Content-Length: " + 2 * MIB, "Expect: 100-continue"))
                        .read()
                        .isProblem(413, "request-too-large");
            }
        }

        @Test
        void aBodyThatStopsArrivingIsGivenUp() throws IOException {
            try (Client client = new Client(port)) {
                client.write(Client.head("POST", CLINICS, "Content-Length: 10") + "half!")
                        .read()
                        .isProblem(408, "request-timeout");
            }
        }

        @Test
        void ofTwoEndsOfABodyTheServiceSeesOne() throws IOException {
            try (Client client = new Client(port)) {
                Answer answer = client.write(
                                Client.head("POST", CLINICS, "Content-Length: 50", "Transfer-Encoding: chunked")
                                        + "2\r\nhi\r\n0\r\n\r\n")
                        .read();
                assertThat(seen(answer).getInteger("length")).isEqualTo(2);
                assertThat(header(answer, "content-length")).isEmpty();
            }
            Client.send(port, "POST", CLINICS, "Transfer-Encoding: gzip, chunked")
                    .isProblem(400, "malformed-request");
            assertThat(booking.requests()).isEqualTo(1);
        }

        @Test
        void longHeadsAreRefused() throws IOException {
            get(CLINICS + "?q=" + "x".repeat(9_000)).isProblem(414, "address-too-long");
            get(CLINICS, "X-Filler: " + "x".repeat(40_000)).isProblem(431, "headers-too-large");
        }
    }

    @Nested
    class ServicesFail {

        @Test
        void aServiceThatIsDownIsSaidToBeDown() throws IOException {
            Answer answer = get("/triage/v1/questions");
            answer.isProblem(503, "upstream-unreachable");
            assertThat(answer.header("Retry-After")).isEqualTo("2");
        }

        @Test
        void aServiceThatDoesNotAnswerTimesOut() throws IOException, InterruptedException {
            booking.does(request -> {});
            get(CLINICS).isProblem(504, "upstream-timeout");
            assertThat(booking.events().poll(5, TimeUnit.SECONDS)).isEqualTo("cancelled");
        }

        @Test
        void aServiceThatBreaksOffBeforeItsAnswerIsBroken() throws IOException {
            booking.does(request -> request.connection().close());
            get(CLINICS).isProblem(502, "upstream-broken");
        }

        @Test
        void halfAnAnswerNeverLooksLikeAWholeOne() {
            booking.does(request -> request.response()
                    .setChunked(true)
                    .write("[{\"id\":1},")
                    .onComplete(written -> request.connection().close()));
            assertThatThrownBy(() -> get(CLINICS))
                    .isInstanceOf(IOException.class)
                    .hasMessage("broken off");
        }

        @Test
        void anAnswerThatStandsStillIsCut() {
            booking.does(request -> request.response().setChunked(true).write("[{\"id\":1},"));
            assertThatThrownBy(() -> get(CLINICS))
                    .isInstanceOf(IOException.class)
                    .hasMessage("broken off");
        }

        @Test
        void afterAFailureTheNextRequestIsServed() throws IOException {
            booking.does(request -> request.connection().close());
            get(CLINICS).isProblem(502, "upstream-broken");
            booking.echoes();
            seen(get(CLINICS));
        }
    }

    @Nested
    class AnswersStream {

        @Test
        void eventsPassOneByOne() throws IOException, InterruptedException {
            BlockingQueue<HttpServerRequest> streams = new LinkedBlockingQueue<>();
            booking.does(request -> {
                request.response()
                        .setChunked(true)
                        .putHeader("Content-Type", "text/event-stream")
                        .write("data: one\n\n");
                streams.add(request);
            });
            try (Client client = new Client(port)) {
                client.write(Client.head("GET", "/dispatch/v1/teams/7/stream"));
                assertThat(readUntil(client, "data: one")).contains("content-type: text/event-stream");
                // The second event does not exist before the first has arrived.
                streams.take().response().write("data: two\n\n");
                readUntil(client, "data: two");
            }
            assertThat(booking.events().poll(5, TimeUnit.SECONDS))
                    .as("the client went away, so the service may stop")
                    .isEqualTo("cancelled");
        }

        @Test
        void aClientThatLeavesBeforeTheAnswerEndsTheWorkToo() throws IOException, InterruptedException {
            BlockingQueue<String> arrived = new LinkedBlockingQueue<>();
            booking.does(request -> arrived.add("arrived"));
            try (Client client = new Client(port)) {
                client.write(Client.head("GET", CLINICS));
                arrived.take();
            }
            assertThat(booking.events().poll(5, TimeUnit.SECONDS)).isEqualTo("cancelled");
        }

        @Test
        void aLongAnswerArrivesWhole() throws IOException {
            booking.does(request -> request.response().end("0123456789".repeat(1_000_000)));
            assertThat(get(CLINICS).body()).hasSize(10_000_000).endsWith("6789");
        }

        private String readUntil(Client client, String wanted) throws IOException {
            StringBuilder lines = new StringBuilder();
            for (String line = client.readLine(); !line.equals(wanted); line = client.readLine()) {
                lines.append(line.toLowerCase(java.util.Locale.ROOT)).append('\n');
            }
            return lines.toString();
        }
    }

    @Nested
    class Headers {

        @Test
        void claimsAboutTheClientComeFromTheGatewayOnly() throws IOException {
            Answer answer = get(
                    CLINICS,
                    "X-Forwarded-For: 203.0.113.9",
                    "X-Forwarded-Proto: https",
                    "X-Forwarded-Host: evil.example",
                    "X-Forwarded-Prefix: /evil",
                    "Forwarded: for=203.0.113.9",
                    "X-Real-IP: 203.0.113.9",
                    "X-HTTP-Method-Override: DELETE");
            // The tests' own address is a trusted proxy, so its word about the client and the scheme counts.
            assertThat(header(answer, "x-forwarded-for")).isEqualTo(List.of("203.0.113.9"));
            assertThat(header(answer, "x-forwarded-proto")).isEqualTo(List.of("https"));
            assertThat(header(answer, "x-forwarded-host")).isEqualTo(List.of("gateway.example"));
            assertThat(header(answer, "x-forwarded-prefix")).isEmpty();
            assertThat(header(answer, "forwarded")).isEmpty();
            assertThat(header(answer, "x-real-ip")).isEmpty();
            assertThat(header(answer, "x-http-method-override")).isEmpty();
        }

        @Test
        void aClientCannotPutItselfBehindTheTrustedProxy() throws IOException {
            Answer answer = get(CLINICS, "X-Forwarded-For: 10.0.0.1, 198.51.100.7");
            assertThat(header(answer, "x-forwarded-for")).isEqualTo(List.of("198.51.100.7"));
        }

        @Test
        void whatIsMeantForOneHopEndsHere() throws IOException {
            try (Client client = new Client(port)) {
                Answer answer = client.write(
                                "GET /booking/v1/clinics HTTP/1.1\r\nHost: gateway.example\r\n"
                                        + "Connection: close, X-Secret-Hop\r\nX-Secret-Hop: 1\r\nKeep-Alive: timeout=5\r\n"
                                        + "Proxy-Authorization: Basic eDp5\r\nTE: trailers\r\nUpgrade: websocket\r\nX-Kept: yes\r\n\r\n")
                        .read();
                assertThat(header(answer, "x-kept")).isEqualTo(List.of("yes"));
                for (String gone : List.of("x-secret-hop", "keep-alive", "proxy-authorization", "te", "upgrade")) {
                    assertThat(header(answer, gone)).as(gone).isEmpty();
                }
            }
        }

        @Test
        void everyAnswerIsSealed() throws IOException {
            for (Answer answer : List.of(get(CLINICS), get("/nowhere"), get("/openapi"), get("/triage/v1/questions"))) {
                assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
                assertThat(answer.header("X-Frame-Options")).isEqualTo("DENY");
                assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
                assertThat(answer.header("Content-Security-Policy")).contains("default-src 'none'");
                assertThat(answer.all("Cache-Control")).hasSize(1);
                assertThat(answer.all("Server")).isEmpty();
                assertThat(answer.all("Strict-Transport-Security")).isEmpty();
            }
        }

        @Test
        void overTlsBrowsersAreToldToStayThere() throws IOException {
            assertThat(get(CLINICS, "X-Forwarded-Proto: https").header("Strict-Transport-Security"))
                    .contains("max-age");
        }

        @Test
        void whatAServiceSaysAboutCachingCounts() throws IOException {
            booking.does(request -> request.response()
                    .putHeader("Cache-Control", "public, max-age=60")
                    .putHeader("X-Frame-Options", "SAMEORIGIN")
                    .putHeader("Access-Control-Allow-Origin", "*")
                    .end());
            Answer answer = get(CLINICS);
            assertThat(answer.header("Cache-Control")).isEqualTo("public, max-age=60");
            assertThat(answer.header("X-Frame-Options")).isEqualTo("DENY");
            assertThat(answer.all("Access-Control-Allow-Origin")).isEmpty();
        }

        @Test
        void aSoundRequestIdIsKeptAndAnyOtherReplaced() throws IOException {
            Answer kept = get(CLINICS, "X-Request-Id: front-desk-4711");
            assertThat(kept.header("X-Request-Id")).isEqualTo("front-desk-4711");
            assertThat(header(kept, "x-request-id")).isEqualTo(List.of("front-desk-4711"));
            Answer replaced = get(CLINICS, "X-Request-Id: a b\tc");
            assertThat(replaced.header("X-Request-Id")).matches("[0-9a-f-]{36}");
            assertThat(header(replaced, "x-request-id")).isEqualTo(List.of(replaced.header("X-Request-Id")));
        }

        @Test
        void aTraceGoesOnOrBegins() throws IOException {
            String trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
            Answer goesOn = get(CLINICS, "traceparent: " + trace, "tracestate: vendor=1");
            assertThat(header(goesOn, "traceparent")).isEqualTo(List.of(trace));
            assertThat(header(goesOn, "tracestate")).isEqualTo(List.of("vendor=1"));
            Answer begins =
                    get(CLINICS, "traceparent: 00-" + "0".repeat(32) + "-b7ad6b7169203331-01", "tracestate: v=1");
            assertThat(begins.header("traceparent"))
                    .matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01")
                    .doesNotContain("0".repeat(32));
            assertThat(header(begins, "tracestate")).isEmpty();
        }
    }

    @Nested
    class OtherOrigins {

        @Test
        void aKnownOriginMayCall() throws IOException {
            Answer answer = get(CLINICS, "Origin: https://clinic.example");
            seen(answer);
            assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("https://clinic.example");
            assertThat(answer.header("Access-Control-Expose-Headers")).contains("ETag");
            assertThat(answer.all("Vary")).contains("Origin");
        }

        @Test
        void aBrowserThatAsksFirstIsTold() throws IOException {
            Answer answer = Client.send(
                    port,
                    "OPTIONS",
                    CLINICS,
                    "Origin: https://clinic.example",
                    "Access-Control-Request-Method: POST",
                    "Access-Control-Request-Headers: authorization,if-match");
            assertThat(answer.status()).isEqualTo(204);
            assertThat(answer.header("Access-Control-Allow-Methods")).contains("PATCH");
            assertThat(answer.header("Access-Control-Allow-Headers")).contains("Idempotency-Key", "Guest-Key");
            assertThat(booking.requests()).isZero();
        }

        @ParameterizedTest
        @ValueSource(strings = {"https://evil.example", "null", "https://clinic.example.evil.example", "garbage :"})
        void anUnknownOriginIsRefused(String origin) throws IOException {
            Answer answer = get(CLINICS, "Origin: " + origin);
            answer.isProblem(403, "origin-not-allowed");
            assertThat(answer.all("Access-Control-Allow-Origin")).isEmpty();
            assertThat(booking.requests()).isZero();
        }

        @Test
        void ourOwnPagesMayCall() throws IOException {
            seen(Client.send(port, "DELETE", CLINICS, "Origin: http://gateway.example"));
        }

        @Test
        void aFailureOfTheGatewayCanBeReadByTheFrontEndToo() throws IOException {
            Answer answer = get("/triage/v1/questions", "Origin: https://clinic.example");
            answer.isProblem(503, "upstream-unreachable");
            assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("https://clinic.example");
        }
    }

    @Nested
    class LimitsHold {

        private static final String ARTICLES = "/content/v1/articles";

        @Test
        void anAddressThatAsksTooOftenMustWait() throws IOException {
            String from = "X-Forwarded-For: 192.0.2.1";
            for (int i = 0; i < 3; i++) {
                seen(get(ARTICLES, from));
            }
            Answer answer = get(ARTICLES, from);
            answer.isProblem(429, "too-many-requests");
            assertThat(Integer.parseInt(answer.header("Retry-After"))).isBetween(1, 20);
            assertThat(content.requests()).isEqualTo(3);

            seen(get(ARTICLES, "X-Forwarded-For: 192.0.2.2"));
            seen(get(CLINICS, from));
        }

        @Test
        void aSubjectHasOneLimitFromWhereverItCalls() throws IOException {
            for (int i = 0; i < 5; i++) {
                seen(get(
                        ARTICLES,
                        "X-Forwarded-For: 192.0.2." + (10 + i),
                        bearer(Tokens.role("partner").subject("busy-partner").token())));
            }
            get(
                            ARTICLES,
                            "X-Forwarded-For: 192.0.2.20",
                            bearer(Tokens.role("partner")
                                    .subject("busy-partner")
                                    .token()))
                    .isProblem(429, "too-many-requests");
        }

        @Test
        void guessingTokensCountsForTheAddress() throws IOException {
            String from = "X-Forwarded-For: 192.0.2.30";
            for (int i = 0; i < 3; i++) {
                get(ARTICLES, from, bearer("guess")).isProblem(401, "unauthenticated");
            }
            get(ARTICLES, from, bearer("guess")).isProblem(429, "too-many-requests");
        }
    }

    @Nested
    class OwnPages {

        @Test
        void theContractComesInBothForms() throws IOException {
            Answer json = get("/openapi");
            assertThat(json.header("Content-Type")).isEqualTo("application/json");
            assertThat(json.json().getString("openapi")).startsWith("3.1");
            Answer yaml = get("/openapi", "Accept: application/yaml");
            assertThat(yaml.header("Content-Type")).isEqualTo("application/yaml");
            assertThat(yaml.body())
                    .startsWith("openapi: 3.1")
                    .isEqualTo(get("/openapi.yaml").body());
            assertThat(get("/openapi", "If-None-Match: " + json.header("ETag")).status())
                    .isEqualTo(304);
        }

        @Test
        void thePortalLoadsOnlyOurOwnFiles() throws IOException {
            Answer page = get("/");
            assertThat(page.status()).isEqualTo(200);
            assertThat(page.body())
                    .contains("https://login.example/realms/physio-network", "/problems/", "/health", "make token")
                    .doesNotContain("{issuer}")
                    .doesNotContainPattern("(src|href)=\"(https?:)?//");
            assertThat(page.header("Content-Security-Policy")).contains("script-src 'self';");
            for (String asset : List.of("portal.js", "portal.css", "swagger-ui-bundle.js", "swagger-ui.css")) {
                assertThat(get("/assets/" + asset).status()).as(asset).isEqualTo(200);
            }
        }

        @Test
        void eachProblemIsExplainedAtItsType() throws IOException {
            assertThat(get("/problems/").body()).contains("href=\"/problems/upstream-timeout\"", "Everywhere");
            Answer page = get("/problems/upstream-timeout");
            assertThat(page.header("Content-Type")).startsWith("text/html");
            assertThat(page.body()).contains("<h1><code>upstream-timeout</code></h1>", "Idempotency-Key");
            get("/problems/unheard-of").isProblem(404, "not-found");
        }

        @Test
        void pagesAreForReading() throws IOException {
            Answer answer = Client.send(port, "POST", "/openapi");
            answer.isProblem(405, "method-not-allowed");
            assertThat(answer.header("Allow")).isEqualTo("GET, HEAD");
        }

        @Test
        void healthNamesEachPartAndNothingElse() throws IOException {
            Answer answer = get("/health");
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.json())
                    .isEqualTo(new JsonObject()
                            .put("status", "down")
                            .put(
                                    "parts",
                                    new JsonObject()
                                            .put("booking", "up")
                                            .put("content", "up")
                                            .put("identity", "up")
                                            .put("triage", "down")));
        }
    }

    @Nested
    class AccessLines {

        private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        private final Handler recorder = new Handler() {
            @Override
            public void publish(LogRecord record) {
                lines.add(new org.jboss.logmanager.formatters.PatternFormatter("%s").format(record));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };

        @BeforeEach
        void listen() {
            Logger.getLogger("network.physio.requests").addHandler(recorder);
        }

        @AfterEach
        void leave() {
            Logger.getLogger("network.physio.requests").removeHandler(recorder);
        }

        private String line() throws InterruptedException {
            String line = lines.poll(5, TimeUnit.SECONDS);
            assertThat(line).isNotNull();
            return line;
        }

        @Test
        void aLineNamesTheTemplateAndNoValues() throws IOException, InterruptedException {
            Answer answer = get(
                    "/booking/v1/appointments/0190c5a4-marker?patient=Marker",
                    "X-Forwarded-For: 203.0.113.77",
                    bearer(Tokens.role("patient").subject("marker-subject").token()));
            assertThat(line())
                    .matches(
                            "GET /booking/v1/appointments/\\{id} 200 \\d+ ms route=booking caller=signed-in sent=\\d+ request=\\S+ trace=[0-9a-f]{32}")
                    .contains(answer.header("X-Request-Id"))
                    .doesNotContainIgnoringCase("marker")
                    .doesNotContain("203.0.113.77");
        }

        @Test
        void anAddressThatTheContractDoesNotKnowIsNotWritten() throws IOException, InterruptedException {
            get("/booking/v1/somebody/marker");
            assertThat(line()).startsWith("GET /booking/v1/* 200");
            get("/marker");
            assertThat(line()).startsWith("GET (no route) 404");
        }

        @Test
        void anAnswerThatBrokeOffIsMarked() throws IOException, InterruptedException {
            booking.does(request -> request.response()
                    .setChunked(true)
                    .write("half")
                    .onComplete(written -> request.connection().close()));
            assertThatThrownBy(() -> get(CLINICS)).isInstanceOf(IOException.class);
            assertThat(line()).contains("broken-off");
            assertThat(lines).isEmpty();
        }
    }
}

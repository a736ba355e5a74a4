package network.physio.http;

import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.RequestScoped;
import jakarta.json.JsonString;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/**
 * Who asks, read in this one place from the verified access token and the {@code Guest-Key} header. A signed-in caller
 * may send a guest key too: it proves what the same person made before signing in.
 */
@RequestScoped
public class Caller {

    public static final String GUEST_KEY = "Guest-Key";

    /** 22 characters of base64url or hexadecimal carry at least the 128 bits we ask for when they are random. */
    private static final Pattern GUEST_KEY_FORM = Pattern.compile("[A-Za-z0-9_-]{22,128}");

    private final SecurityIdentity identity;
    private final HttpHeaders headers;
    private @Nullable String admission;

    Caller(SecurityIdentity identity, @Context HttpHeaders headers) {
        this.identity = identity;
        this.headers = headers;
    }

    /** The token's subject, empty for guests and anonymous callers. */
    public Optional<String> subject() {
        return token().map(JsonWebToken::getSubject);
    }

    public Set<String> roles() {
        return identity.getRoles();
    }

    public boolean has(String role) {
        return identity.hasRole(role);
    }

    public boolean hasAny(String... roles) {
        return List.of(roles).stream().anyMatch(identity::hasRole);
    }

    /** The values of a claim that limits what the caller may touch, such as {@code clinics}; empty when absent. */
    public Set<String> scope(String claim) {
        Object value = token().map(jwt -> jwt.<Object>getClaim(claim)).orElse(null);
        Set<String> values = new LinkedHashSet<>();
        collect(value, values);
        return values;
    }

    /** A claim with one value. */
    public Optional<String> claim(String name) {
        return scope(name).stream().findFirst();
    }

    /**
     * Every stable id this caller can prove: {@code user:<subject>} first when signed in, {@code guest:<hash>} when a
     * guest key is sent. What a caller makes is owned by the first.
     */
    public List<String> principals() {
        List<String> ids = new java.util.ArrayList<>(2);
        subject().ifPresent(subject -> ids.add("user:" + subject));
        guestKey().ifPresent(key -> ids.add("guest:" + Hashes.sha256Hex(key)));
        return ids;
    }

    /** The id that owns what this caller makes; empty for an anonymous caller. */
    public Optional<String> principal() {
        return principals().stream().findFirst();
    }

    /** What let somebody in who is nobody otherwise, such as a link; it owns nothing but the idempotency keys sent with it. */
    public void admitBy(String what) {
        this.admission = what;
    }

    /** Whose idempotency keys these are: the principal's, or of what has let the caller in. */
    public Optional<String> keeper() {
        return principal().or(() -> Optional.ofNullable(admission));
    }

    /** All that decides what the caller may touch, as far as token and headers say it: the same for the same rights only. */
    public String reach(Set<String> claims) {
        Map<String, Object> reach = new TreeMap<>();
        claims.forEach(claim -> reach.put(claim, new TreeSet<>(scope(claim))));
        return "%s %s %s %s".formatted(principals(), admission, new TreeSet<>(roles()), reach);
    }

    /** For the access log and events: a pseudonym, never a name. */
    public String actor() {
        return principal().orElse("anonymous");
    }

    private Optional<JsonWebToken> token() {
        return identity.getPrincipal() instanceof JsonWebToken jwt ? Optional.of(jwt) : Optional.empty();
    }

    private Optional<String> guestKey() {
        String key = headers.getHeaderString(GUEST_KEY);
        if (key == null) {
            return Optional.empty();
        }
        if (!GUEST_KEY_FORM.matcher(key).matches()) {
            throw CommonProblem.INVALID_PARAMETER.problem(
                    "A guest key is 22 to 128 characters of base64url or hexadecimal, made from at least 128 random bits.",
                    List.of(Fault.ofHeader(GUEST_KEY, "not of this form")));
        }
        return Optional.of(key);
    }

    private static void collect(@Nullable Object value, Set<String> into) {
        switch (value) {
            case null -> {}
            case JsonString string -> into.add(string.getString());
            case Collection<?> many -> many.forEach(one -> collect(one, into));
            default -> into.add(value.toString());
        }
    }
}

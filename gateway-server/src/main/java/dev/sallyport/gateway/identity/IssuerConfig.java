package dev.sallyport.gateway.identity;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// One identity provider whose tokens are taken, and how strictly.
///
/// Keys come from the issuer's own discovery document only; nothing that a token says can name another place.
///
/// @param name what the configuration calls it, for messages and logs
/// @param issuer compared exactly, character by character, with `iss`; https, or http on loopback
/// @param audience what `aud` must contain: a name that only this gateway uses
/// @param algorithms signature algorithms taken (RFC 7518 section 3.1, RFC 8037): asymmetric ones only
/// @param iatAgeMax how old a token may be, whatever its `exp` says; above zero, at most 30 days
/// @param nameClaim the claim with a readable name; absent: `preferred_username`, `name` or `email`, else the subject
public record IssuerConfig(
        String name,
        URI issuer,
        String audience,
        Set<String> algorithms,
        Duration iatAgeMax,
        Optional<String> nameClaim) {
    public static final Set<String> DEFAULT_ALGORITHMS = Set.of("RS256", "ES256", "EdDSA", "PS256");
    public static final Duration DEFAULT_IAT_AGE_MAX = Duration.ofHours(24);

    /// Everything that [KeyVerifier] can check. HMAC and `none` are not among them, so no configuration can allow them.
    public static final Set<String> KNOWN_ALGORITHMS =
            Set.of(
                    "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512",
                    "EdDSA");

    private static final Duration IAT_AGE_LIMIT = Duration.ofDays(30);

    /// @throws IllegalArgumentException naming the value and what was expected
    public IssuerConfig {
        expect(!name.isBlank(), "issuer name", name, "a word");
        expect(!audience.isBlank(), "audience", audience, "a name that only this gateway uses");
        expect(
                !algorithms.isEmpty(),
                "algorithms",
                algorithms,
                "at least one of " + sorted(KNOWN_ALGORITHMS));
        for (String algorithm : algorithms) {
            expect(
                    KNOWN_ALGORITHMS.contains(algorithm),
                    "algorithm",
                    algorithm,
                    "one of " + sorted(KNOWN_ALGORITHMS));
        }
        expect(
                iatAgeMax.isPositive() && iatAgeMax.compareTo(IAT_AGE_LIMIT) <= 0,
                "iatAgeMax",
                iatAgeMax,
                "above zero, at most " + IAT_AGE_LIMIT.toDays() + " days");
        expect(
                issuer.getRawQuery() == null
                        && issuer.getRawFragment() == null
                        && issuer.getRawUserInfo() == null,
                "issuer",
                issuer,
                "no user, query or fragment");
        expect(
                Loopback.mayFetch(issuer),
                "issuer",
                issuer,
                "https://HOST…, or http:// on loopback");
        algorithms = Set.copyOf(algorithms);
    }

    /// An issuer with the defaults: the four usual algorithms, tokens up to a day old.
    public static IssuerConfig of(String name, URI issuer, String audience) {
        return new IssuerConfig(
                name, issuer, audience, DEFAULT_ALGORITHMS, DEFAULT_IAT_AGE_MAX, Optional.empty());
    }

    private static void expect(boolean holds, String what, Object value, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(
                    what + ": " + value + " (expected: " + expected + ")");
        }
    }

    private static String sorted(Set<String> names) {
        return String.join(", ", new TreeSet<>(names));
    }
}

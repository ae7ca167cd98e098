package dev.sallyport.gateway.identity;

import static dev.sallyport.gateway.identity.Refusals.notIdentified;
import static dev.sallyport.gateway.identity.Refusals.quoted;

import dev.sallyport.gateway.identity.SignIn.Result;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// Checks tokens of the configured identity providers (RFC 7519, RFC 8725, OpenID Connect Core 3.1.3.7).
///
/// What an unverified token says is used for two things only: to choose among the issuers and keys that are configured.
/// Keys it carries or points to (`jwk`, `jku`, `x5c`, `x5u`) are never looked at.
public final class Tokens implements AutoCloseable {
    private static final int KEY_ID_CHARACTERS_MAX = 256;

    private final StrictJson json = new StrictJson();
    private final KeyVerifier verifier = new KeyVerifier();
    private final HttpClient http;
    private final Map<String, Issuer> issuers = new HashMap<>();

    /// Touches no network: keys are fetched when the first token comes.
    ///
    /// @throws IllegalArgumentException where two configurations have the same issuer
    public Tokens(List<IssuerConfig> configs, Clock clock) {
        this(configs, clock, HttpKeySource.DEADLINE);
    }

    Tokens(List<IssuerConfig> configs, Clock clock, Duration fetchDeadline) {
        http = HttpKeySource.newClient(fetchDeadline);
        for (IssuerConfig config : configs) {
            KeySource source = new HttpKeySource(http, config.issuer(), fetchDeadline);
            Issuer issuer =
                    new Issuer(
                            config,
                            new IssuerKeys(config.name(), source, clock),
                            new ClaimCheck(config, clock));
            if (issuers.put(config.issuer().toString(), issuer) != null) {
                throw new IllegalArgumentException(
                        "issuer: " + config.issuer() + " (expected: configured once)");
            }
        }
    }

    /// Whether a secret is meant to be a token, good or bad.
    static boolean looksLikeToken(String secret) {
        return TokenText.looksLikeToken(secret);
    }

    /// Checks a token as if shown at this moment. May wait for the issuer, so it is called on a virtual thread.
    public Result check(String token) {
        return switch (TokenText.read(token, json)) {
            case TokenText.Unreadable(String why) ->
                    notIdentified(
                            "the token cannot be read",
                            "give the token as the identity provider gave it",
                            why);
            case TokenText.Parts parts -> check(parts);
        };
    }

    private Result check(TokenText.Parts token) {
        Issuer issuer = issuers.get(String.valueOf(token.claims().get("iss")));
        if (issuer == null) {
            return notIdentified(
                    "the token's issuer is not known to this gateway",
                    "get a token from an identity provider that the gateway is configured for",
                    "iss: " + quoted(token.claims().getOrDefault("iss", "(none)")));
        }
        Optional<Result.Unknown> badHeader = checkHeader(token.header(), issuer.config);
        if (badHeader.isPresent()) {
            return badHeader.get();
        }
        String algorithm = String.valueOf(token.header().get("alg"));
        String keyId = (String) token.header().getOrDefault("kid", "");
        return switch (issuer.keys.find(algorithm, keyId)) {
            case IssuerKeys.Found.NoKeys(String why) ->
                    notIdentified(
                            "the keys of the token's issuer cannot be fetched, so the token cannot be checked",
                            "try again when the identity provider is back",
                            issuer.config.name() + ": " + why);
            case IssuerKeys.Found.NoSuchKey(String why) ->
                    notIdentified(
                            "the token is signed with a key that its issuer does not publish",
                            "get a fresh token",
                            issuer.config.name() + ": " + why);
            case IssuerKeys.Found.Key(var key) ->
                    verifier.verifies(key, algorithm, token.signedBytes(), token.signature())
                            ? issuer.claims.check(token.claims())
                            : notIdentified(
                                    "the token's signature is wrong",
                                    "give the token as the identity provider gave it",
                                    issuer.config.name()
                                            + ": signature, alg "
                                            + algorithm
                                            + ", kid "
                                            + quoted(keyId));
        };
    }

    private static Optional<Result.Unknown> checkHeader(
            Map<String, Object> header, IssuerConfig config) {
        Object algorithm = header.getOrDefault("alg", "(none)");
        if (!(algorithm instanceof String name) || !config.algorithms().contains(name)) {
            return unfit(
                    "is signed in a way that is not accepted", config, "alg: " + quoted(algorithm));
        }
        Object type = header.getOrDefault("typ", "JWT");
        if (!(type instanceof String word) || !isType(word)) {
            return unfit("is not of a kind that is accepted", config, "typ: " + quoted(type));
        }
        // RFC 7515 section 4.1.11: what is critical must be understood; we know no extension.
        if (header.containsKey("crit") || header.containsKey("b64")) {
            return unfit(
                    "asks for an extension that is not supported",
                    config,
                    "crit: " + quoted(header.get("crit")));
        }
        Object keyId = header.getOrDefault("kid", "");
        if (!(keyId instanceof String id) || id.length() > KEY_ID_CHARACTERS_MAX) {
            return unfit(
                    "names its key in a way that cannot be read", config, "kid: " + quoted(keyId));
        }
        return Optional.empty();
    }

    // RFC 7519 section 5.1 and RFC 9068 section 2.1; "application/" may be left out (RFC 7515
    // section 4.1.9).
    private static boolean isType(String type) {
        String word = type.toLowerCase(Locale.ROOT);
        word = word.startsWith("application/") ? word.substring("application/".length()) : word;
        return word.equals("jwt") || word.equals("at+jwt");
    }

    private static Optional<Result.Unknown> unfit(
            String message, IssuerConfig config, String detail) {
        return Optional.of(
                notIdentified(
                        "the token " + message,
                        "get a token signed with one of "
                                + String.join(", ", new TreeSet<>(config.algorithms())),
                        config.name() + ": " + detail));
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    private record Issuer(IssuerConfig config, IssuerKeys keys, ClaimCheck claims) {}
}

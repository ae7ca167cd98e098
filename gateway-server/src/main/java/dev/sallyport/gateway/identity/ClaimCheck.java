package dev.sallyport.gateway.identity;

import static dev.sallyport.gateway.identity.Refusals.inWords;
import static dev.sallyport.gateway.identity.Refusals.notIdentified;
import static dev.sallyport.gateway.identity.Refusals.quoted;

import dev.sallyport.gateway.identity.SignIn.Result;
import dev.sallyport.model.identity.Identity;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Judges the claims of a token whose signature is good: for us, for now, and about whom.
final class ClaimCheck {
    /// How far the issuer's clock and ours may be apart.
    static final Duration SKEW = Duration.ofSeconds(30);

    /// OpenID Connect Core section 2: `sub` has at most 255 characters.
    private static final int SUBJECT_CHARACTERS_MAX = 255;

    private static final int NAME_CHARACTERS_MAX = 200;
    private static final List<String> USUAL_NAME_CLAIMS =
            List.of("preferred_username", "name", "email");
    private static final long SECONDS_MAX = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();

    private final IssuerConfig config;
    private final Clock clock;

    ClaimCheck(IssuerConfig config, Clock clock) {
        this.config = config;
        this.clock = clock;
    }

    Result check(Map<String, Object> claims) {
        return checkAudience(claims)
                .or(() -> checkTimes(claims))
                .or(() -> checkSubject(claims))
                .<Result>map(unknown -> unknown)
                .orElseGet(() -> new Result.Known(identity(claims), "token"));
    }

    private Optional<Result.Unknown> checkAudience(Map<String, Object> claims) {
        Object audience = claims.getOrDefault("aud", List.of());
        List<?> audiences = audience instanceof List<?> list ? list : List.of(audience);
        if (!audiences.contains(config.audience())) {
            return refused(
                    "the token is meant for somebody else",
                    "get a token with the audience " + config.audience(),
                    "aud: " + quoted(audience) + " (expected: " + config.audience() + ")");
        }
        // OpenID Connect Core 3.1.3.7, steps 4 and 5: a token for several must name the one it was
        // made for.
        if (audiences.size() > 1 && !config.audience().equals(claims.get("azp"))) {
            return refused(
                    "the token is meant for several, and not made for this gateway",
                    "get a token with the audience "
                            + config.audience()
                            + " alone, or with it as azp",
                    "azp: "
                            + quoted(claims.getOrDefault("azp", "(none)"))
                            + ", aud: "
                            + quoted(audience));
        }
        return Optional.empty();
    }

    private Optional<Result.Unknown> checkTimes(Map<String, Object> claims) {
        for (String claim : List.of("exp", "iat", "nbf")) {
            boolean required = !claim.equals("nbf");
            if (claims.containsKey(claim) ? seconds(claims, claim).isEmpty() : required) {
                return refused(
                        "the token does not say properly when it is good (" + claim + ")",
                        "get a token with exp and iat",
                        claim + ": " + quoted(claims.getOrDefault(claim, "(none)")));
            }
        }
        Instant now = clock.instant();
        Instant expires = seconds(claims, "exp").orElseThrow();
        Instant issued = seconds(claims, "iat").orElseThrow();
        Instant goodFrom = seconds(claims, "nbf").orElse(issued);
        if (!now.isBefore(expires.plus(SKEW))) {
            return refused(
                    "the token expired " + inWords(Duration.between(expires, now)) + " ago",
                    "get a fresh token",
                    "exp: " + expires + ", now " + now);
        }
        if (now.plus(SKEW).isBefore(goodFrom) || now.plus(SKEW).isBefore(issued)) {
            return refused(
                    "the token is not good yet",
                    "use it when it is; if it should be good now, a clock is wrong",
                    "nbf: " + goodFrom + ", iat: " + issued + ", now " + now);
        }
        Duration age = Duration.between(issued, now);
        if (age.compareTo(config.iatAgeMax().plus(SKEW)) > 0) {
            return refused(
                    "the token was issued "
                            + inWords(age)
                            + " ago, which is longer than is accepted ("
                            + inWords(config.iatAgeMax())
                            + ")",
                    "get a fresh token",
                    "iat: " + issued + ", now " + now);
        }
        return Optional.empty();
    }

    private Optional<Result.Unknown> checkSubject(Map<String, Object> claims) {
        Object subject = claims.getOrDefault("sub", "");
        if (subject instanceof String text && isReadable(text, SUBJECT_CHARACTERS_MAX)) {
            return Optional.empty();
        }
        return refused(
                "the token does not say whom it is about (sub)",
                "get a token with a sub of 1 to " + SUBJECT_CHARACTERS_MAX + " readable characters",
                "sub: " + quoted(subject));
    }

    private Identity identity(Map<String, Object> claims) {
        String subject = (String) claims.getOrDefault("sub", "");
        List<String> nameClaims = config.nameClaim().map(List::of).orElse(USUAL_NAME_CLAIMS);
        String name =
                nameClaims.stream()
                        .map(claims::get)
                        .filter(value ->
                                value instanceof String text
                                        && isReadable(text, NAME_CHARACTERS_MAX))
                        .map(String.class::cast)
                        .findFirst()
                        .orElse(subject);
        return new Identity(config.issuer().toString(), subject, name, Set.of(), claims);
    }

    private Optional<Result.Unknown> refused(String message, String hint, String detail) {
        return Optional.of(notIdentified(message, hint, config.name() + ": " + detail));
    }

    private static boolean isReadable(String text, int charactersMax) {
        return !text.isBlank()
                && text.length() <= charactersMax
                && text.codePoints().allMatch(Refusals::isReadable);
    }

    /// A NumericDate (RFC 7519 section 2): seconds since 1970, possibly with a fraction, up to the year 9999.
    private static Optional<Instant> seconds(Map<String, Object> claims, String claim) {
        if (claims.get(claim) instanceof Number number) {
            double seconds = number.doubleValue();
            if (seconds >= 0 && seconds <= SECONDS_MAX) {
                return Optional.of(Instant.ofEpochSecond((long) seconds));
            }
        }
        return Optional.empty();
    }
}

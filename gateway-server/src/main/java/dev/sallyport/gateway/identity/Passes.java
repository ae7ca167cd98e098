package dev.sallyport.gateway.identity;

import static dev.sallyport.gateway.identity.Refusals.inWords;
import static dev.sallyport.gateway.identity.Refusals.notIdentified;

import dev.sallyport.gateway.protocol.Refusal;
import dev.sallyport.model.identity.Identity;
import dev.sallyport.model.target.TargetName;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Passes: short-lived secrets that stand for an identity at one target, for clients that cannot take a long token.
///
/// Only the SHA-256 of a secret is kept, and secrets are found by it: a stolen database opens nothing, and the time a
/// comparison takes tells nothing. A plain hash is enough, because 256 random bits cannot be guessed.
public final class Passes {
    public static final Duration DEFAULT_LIFE = Duration.ofMinutes(15);
    public static final Duration LIFE_MAX = Duration.ofHours(1);

    /// How many passes one identity may have at a time.
    public static final int LIVE_PER_IDENTITY_MAX = 100;

    /// How long an expired pass is remembered, so that its holder is told that it expired and not that it never was.
    static final Duration REMEMBERED = Duration.ofHours(1);

    private static final String PREFIX = "sp_";
    private static final Pattern FORM = Pattern.compile("sp_[A-Za-z0-9_-]{43}");
    private static final int SECRET_BYTES = 32;
    private static final int ID_BYTES = 9;

    private final PassBook book;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final StrictJson json = new StrictJson();

    public Passes(PassBook book, Clock clock) {
        this.book = book;
        this.clock = clock;
    }

    /// Makes a pass. It ends after the life asked for, after [#LIFE_MAX], or with the token that the identity came with
    /// (its claim `exp`), whichever is first.
    ///
    /// @param life [#DEFAULT_LIFE] unless somebody asks for another
    public Issued issue(Identity identity, TargetName target, Duration life) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Duration most = life.compareTo(LIFE_MAX) < 0 ? life : LIFE_MAX;
        Instant expires = now.plus(most);
        if (identity.claims().get("exp") instanceof Number tokenEnd) {
            Instant end = Instant.ofEpochSecond(tokenEnd.longValue());
            expires = end.isBefore(expires) ? end : expires;
        }
        if (!expires.isAfter(now)) {
            return new Refused(
                    new Refusal(
                            Refusal.Kind.NOT_IDENTIFIED,
                            "no pass: it would have expired already",
                            "get a fresh token, and ask for a life of up to " + inWords(LIFE_MAX)));
        }
        String secret = PREFIX + random(SECRET_BYTES);
        PassBook.Row row =
                new PassBook.Row(
                        random(ID_BYTES),
                        hash(secret),
                        identity.issuer(),
                        identity.subject(),
                        identity.name(),
                        json.text(identity.claims()),
                        target.value(),
                        now,
                        expires);
        book.sweep(now.minus(REMEMBERED));
        if (!book.add(row, LIVE_PER_IDENTITY_MAX)) {
            return new Refused(
                    new Refusal(
                            Refusal.Kind.LIMIT,
                            "no pass: you have " + LIVE_PER_IDENTITY_MAX + " already",
                            "use one of them for several connections, or wait until some expire"));
        }
        return new Pass(row.id(), secret, target, expires);
    }

    /// Tells whose pass it is, if it is good at this target now.
    SignIn.Result check(String secret, TargetName target) {
        Optional<PassBook.Row> found =
                looksLikePass(secret) ? book.find(hash(secret)) : Optional.empty();
        if (found.isEmpty()) {
            return notIdentified(
                    "the pass is not known: expired, revoked or mistyped",
                    "get a new pass",
                    "pass not known");
        }
        PassBook.Row row = found.get();
        Instant now = clock.instant();
        if (!now.isBefore(row.expires())) {
            return notIdentified(
                    "the pass expired " + inWords(Duration.between(row.expires(), now)) + " ago",
                    "get a new pass",
                    "pass " + row.id() + " of " + row.subject() + " expired at " + row.expires());
        }
        if (!row.target().equals(target.value())) {
            return notIdentified(
                    "the pass is not for " + target,
                    "get a pass for " + target,
                    "pass " + row.id() + " of " + row.subject() + " is for " + row.target());
        }
        Map<String, Object> claims =
                json.object(row.claims().getBytes(StandardCharsets.UTF_8))
                        .orElseThrow(() ->
                                new IllegalStateException(
                                        "claims of pass " + row.id() + ": not JSON"));
        return new SignIn.Result.Known(
                new Identity(row.issuer(), row.subject(), row.name(), Set.of(), claims), "pass");
    }

    /// Ends a pass before its time. Connections that were opened with it stay.
    ///
    /// @return whether there was such a pass
    public boolean revoke(String id) {
        return book.remove(id);
    }

    static boolean looksLikePass(String secret) {
        return FORM.matcher(secret).matches();
    }

    private String random(int bytes) {
        byte[] drawn = new byte[bytes];
        random.nextBytes(drawn);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(drawn);
    }

    private static String hash(String secret) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of()
                    .formatHex(digest.digest(secret.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /// What came of asking for a pass.
    public sealed interface Issued {}

    /// A pass as its holder gets it, once: nobody can be shown the secret again.
    ///
    /// @param id names it in recordings and for [#revoke]; no secret
    /// @param secret `sp_` and 43 characters, given as the password
    public record Pass(String id, String secret, TargetName target, Instant expires)
            implements Issued {
        @Override
        public String toString() {
            return "pass " + id + " for " + target + " until " + expires;
        }
    }

    public record Refused(Refusal refusal) implements Issued {}
}

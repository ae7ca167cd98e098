package dev.sallyport.gateway.identity;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.KeyType;
import com.nimbusds.jose.jwk.KeyUse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// One issuer's public keys: fetched when first needed, kept, and fetched again when they age or a token names a key
/// that is not among them.
///
/// Fetches are rationed per issuer, so that tokens with made-up key IDs, which cost nothing to send, can neither hammer
/// one issuer nor keep another's new keys from being seen. When the issuer is down, keys stay good for four hours; after
/// that nobody gets in by them.
final class IssuerKeys {
    /// How long keys are used without asking again: also how long a withdrawn key still works.
    static final Duration FRESH = Duration.ofMinutes(5);

    /// How long keys are used while the issuer cannot be asked.
    static final Duration USABLE = Duration.ofHours(4);

    /// The ration: this many fetches at once, and one more each interval.
    static final int FETCHES_AT_ONCE = 3;

    static final Duration FETCH_INTERVAL = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(IssuerKeys.class);

    private final String issuer;
    private final KeySource source;
    private final Clock clock;
    private final ReentrantLock fetching = new ReentrantLock();
    private volatile Kept kept = new Kept(0, List.of(), Instant.MIN, "never fetched");
    // The ration, touched only while fetching is held: the time up to which fetches are used up.
    private Instant usedUpTo = Instant.MIN;

    IssuerKeys(String issuer, KeySource source, Clock clock) {
        this.issuer = issuer;
        this.source = source;
        this.clock = clock;
    }

    /// The one key that a token names, or could be signed with.
    ///
    /// @param algorithm the token's `alg`, already allowed
    /// @param keyId its `kid`; empty where it has none, which is good only as long as one key fits
    Found find(String algorithm, String keyId) {
        Kept seen = kept;
        Found known = seen.find(algorithm, keyId, clock.instant());
        if (!(known instanceof Found.Key)) {
            fetching.lock();
        } else if (seen.isFresh(clock.instant()) || !fetching.tryLock()) {
            return known;
        }
        try {
            // Whoever waited here while another fetched takes what the other got, good or bad.
            if (kept.fetches == seen.fetches && takeRation()) {
                fetch();
            }
            return kept.find(algorithm, keyId, clock.instant());
        } finally {
            fetching.unlock();
        }
    }

    private void fetch() {
        kept =
                switch (source.fetch()) {
                    case KeySource.Answer.Keys(var keys) -> {
                        LOG.atLevel(keys.equals(kept.keys) ? Level.DEBUG : Level.INFO)
                                .log("issuer keys fetched issuer={} keys={}", issuer, keys.size());
                        yield new Kept(
                                kept.fetches + 1,
                                keys,
                                clock.instant(),
                                "fetched, and no key is fit");
                    }
                    case KeySource.Answer.Failed(String why) -> {
                        LOG.warn(
                                "issuer keys not fetched issuer={} why={} kept={}",
                                issuer,
                                why,
                                kept.keys.size());
                        yield new Kept(kept.fetches + 1, kept.keys, kept.fetched, why);
                    }
                };
    }

    /// A leaky bucket, written as the time up to which it is filled.
    private boolean takeRation() {
        Instant now = clock.instant();
        Instant earliest = now.minus(FETCH_INTERVAL.multipliedBy(FETCHES_AT_ONCE));
        Instant from = usedUpTo.isBefore(earliest) ? earliest : usedUpTo;
        Instant next = from.plus(FETCH_INTERVAL);
        // A clock set back must not stop fetches for as long as it was set back.
        if (next.isAfter(now) && !from.isAfter(now.plus(FETCH_INTERVAL))) {
            return false;
        }
        usedUpTo = next.isAfter(now) ? now : next;
        return true;
    }

    sealed interface Found {
        record Key(JWK key) implements Found {}

        /// The issuer's keys are known, and this is none of them.
        record NoSuchKey(String why) implements Found {}

        /// The issuer's keys are not known, or not any more.
        record NoKeys(String why) implements Found {}
    }

    /// @param fetches how many fetches there were, good and bad
    /// @param fetched when the keys came
    /// @param why what the last fetch came to
    private record Kept(long fetches, List<JWK> keys, Instant fetched, String why) {
        boolean isFresh(Instant now) {
            return age(now).compareTo(FRESH) < 0;
        }

        // Keys from the future, as after a clock was set back, are no fresher than old ones.
        private Duration age(Instant now) {
            return Duration.between(fetched, now).abs();
        }

        Found find(String algorithm, String keyId, Instant now) {
            if (age(now).compareTo(USABLE) >= 0) {
                return new Found.NoKeys(why);
            }
            JWSAlgorithm name = JWSAlgorithm.parse(algorithm);
            JWKMatcher.Builder fit =
                    new JWKMatcher.Builder()
                            .keyType(KeyType.forAlgorithm(name))
                            .keyUses(KeyUse.SIGNATURE, null)
                            .algorithms(name, null);
            if (!KeyType.forAlgorithm(name).equals(KeyType.RSA)) {
                fit = fit.curves(Curve.forJWSAlgorithm(name));
            }
            JWKMatcher matcher = (keyId.isEmpty() ? fit : fit.keyID(keyId)).build();
            List<JWK> fits = keys.stream().filter(matcher::matches).toList();
            return fits.size() == 1
                    ? new Found.Key(fits.getFirst())
                    : new Found.NoSuchKey(
                            "kid "
                                    + Refusals.quoted(keyId)
                                    + ", alg "
                                    + algorithm
                                    + ": "
                                    + fits.size()
                                    + " of "
                                    + keys.size()
                                    + " keys fit (expected: 1)");
        }
    }
}

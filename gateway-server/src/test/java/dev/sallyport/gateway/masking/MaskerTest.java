package dev.sallyport.gateway.masking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.model.policy.MaskKind;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What each kind leaves of a value, and what no kind lets through.
class MaskerTest {
    private static final MaskKey KEY = MaskKey.of("0123456789abcdef0123456789abcdef");

    private final Masker masker = new Masker(KEY);

    @Test
    void nullAndRedactLeaveNothing() {
        assertThat(masker.mask(new MaskKind.Null(), "x")).isNull();
        assertThat(masker.mask(new MaskKind.Redact(), "")).isEqualTo("[masked]");
        assertThat(masker.mask(new MaskKind.Redact(), "a".repeat(1000))).isEqualTo("[masked]");
    }

    @Test
    void ofShortTextsNoPartStays() {
        MaskKind last4 = new MaskKind.Partial(0, 4);
        assertThat(masker.mask(last4, "4111111111111111")).isEqualTo("****1111");
        assertThat(masker.mask(last4, "12345678")).isEqualTo("****5678");
        assertThat(masker.mask(last4, "1234567")).isEqualTo("****");
        assertThat(masker.mask(last4, "\uD83D\uDE00".repeat(7))).isEqualTo("****");
        assertThat(masker.mask(last4, "\uD83D\uDE00".repeat(8)))
                .isEqualTo("****" + "\uD83D\uDE00".repeat(4));
        MaskKind both = new MaskKind.Partial(2, 3);
        assertThat(masker.mask(both, "äöü4567xyz")).isEqualTo("äö****xyz");
        assertThat(masker.mask(both, "äöü456xyz")).isEqualTo("****");
        assertThat(masker.mask(new MaskKind.Partial(1, 0), "ab")).isEqualTo("a****");
    }

    @Test
    void ofAddressesFirstCharacterAndDomainStay() {
        MaskKind email = new MaskKind.Email();
        assertThat(masker.mask(email, "alice@example.com")).isEqualTo("a***@example.com");
        assertThat(masker.mask(email, "a@example.com")).isEqualTo("***@example.com");
        assertThat(masker.mask(email, "ö@example.com")).isEqualTo("***@example.com");
        assertThat(masker.mask(email, "\"a@b\"@example.com")).isEqualTo("\"***@example.com");
        for (String odd : List.of("", "alice", "@example.com", "alice@")) {
            assertThat(masker.mask(email, odd)).isEqualTo("[masked]");
        }
    }

    @Test
    void hashesAreStableAndJoinWithinADomainOnly() {
        MaskKind customer = new MaskKind.Hash("customer");
        String hash = masker.mask(customer, "alice@example.com");

        assertThat(hash).matches("h_[0-9a-f]{32}");
        assertThat(masker.mask(customer, "alice@example.com")).isEqualTo(hash);
        assertThat(new Masker(KEY).mask(customer, "alice@example.com")).isEqualTo(hash);
        assertThat(masker.mask(customer, "alice@example.con")).isNotEqualTo(hash);
        assertThat(masker.mask(new MaskKind.Hash("order"), "alice@example.com")).isNotEqualTo(hash);
        assertThat(
                        new Masker(MaskKey.of("another secret of the same length"))
                                .mask(customer, "alice@example.com"))
                .isNotEqualTo(hash);
    }

    /// Worked out with openssl: a change of the construction would break every join with what was masked before.
    @Test
    void hashesStayTheSameFromVersionToVersion() {
        assertThat(masker.mask(new MaskKind.Hash("customer"), "alice@example.com"))
                .isEqualTo("h_d7dd4a3abda3e354b189eff41500bf06");
    }

    @Test
    void tokensKeepTheForm() {
        MaskKind token = new MaskKind.Token("t");

        assertThat(masker.mask(token, "Ab-12 (3) Zé!"))
                .matches("[A-Z][a-z]-[0-9]{2} \\([0-9]\\) [A-Z][a-z]!");
        assertThat(masker.mask(token, "x")).isEqualTo(masker.mask(token, "x"));
        assertThat(masker.mask(token, "alice@example.com"))
                .isEqualTo(masker.mask(token, "alice@example.com"))
                .isNotEqualTo(masker.mask(new MaskKind.Token("u"), "alice@example.com"));
        assertThat(masker.mask(token, "\uD83D\uDE00a")).matches("\\*[a-z]");
        assertThat(masker.mask(token, "--")).as("nothing to replace").isEqualTo("[masked]");
    }

    @Test
    void noTokenIsACard() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        MaskKind token = new MaskKind.Token("card");
        Set<String> tokens = new HashSet<>();
        for (int i = 0; i < 2000; i++) {
            String number = "4" + (100_000_000_000_000L + random.nextLong(900_000_000_000_000L));
            String shown = masker.mask(token, number);
            tokens.add(shown);
            assertThat(shown).as("seed %d", seed).matches("[0-9]{16}");
            int[] digits = shown.chars().map(c -> c - '0').toArray();
            assertThat(CheckDigits.isLuhn(digits, 16)).as("seed %d: %s", seed, number).isFalse();
        }
        assertThat(tokens).as("seed %d", seed).hasSizeGreaterThan(1990);
    }

    @Test
    void withoutAKeyHashesAndTokensAreNull() {
        Masker keyless = new Masker(null);
        assertThat(keyless.mask(new MaskKind.Hash("d"), "x")).isNull();
        assertThat(keyless.mask(new MaskKind.Token("d"), "x")).isNull();
        assertThatThrownBy(() -> MaskKey.of("short"))
                .hasMessageContaining("5 characters (expected: at least 32")
                .hasMessageNotContaining("short");
    }

    @Test
    void ofTwoKindsTheOneThatShowsLessWins() {
        List<MaskKind> strictestFirst =
                List.of(
                        new MaskKind.Null(),
                        new MaskKind.Redact(),
                        new MaskKind.Hash("a"),
                        new MaskKind.Token("a"),
                        new MaskKind.Partial(0, 4),
                        new MaskKind.Email());
        for (int i = 0; i < strictestFirst.size(); i++) {
            for (int j = i; j < strictestFirst.size(); j++) {
                MaskKind strict = strictestFirst.get(i);
                assertThat(strict.and(strictestFirst.get(j))).isEqualTo(strict);
                assertThat(strictestFirst.get(j).and(strict)).isEqualTo(strict);
            }
        }
        assertThat(new MaskKind.Partial(2, 4).and(new MaskKind.Partial(3, 1)))
                .isEqualTo(new MaskKind.Partial(2, 1));
        assertThat(new MaskKind.Partial(2, 0).and(new MaskKind.Partial(0, 4)))
                .isEqualTo(new MaskKind.Redact());
        assertThat(new MaskKind.Hash("b").and(new MaskKind.Hash("a")))
                .isEqualTo(new MaskKind.Hash("a"));
    }
}

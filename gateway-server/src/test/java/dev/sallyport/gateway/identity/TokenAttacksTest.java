package dev.sallyport.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import dev.sallyport.demo.Issuer;
import dev.sallyport.demo.Keys;
import dev.sallyport.demo.TokenDraft;
import dev.sallyport.gateway.identity.SignIn.Result.Known;
import dev.sallyport.gateway.identity.SignIn.Result.Unknown;
import dev.sallyport.gateway.protocol.Refusal;
import dev.sallyport.model.target.TargetName;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every way we know to pass off a token as good, as a table; beside it, what must go on being accepted.
class TokenAttacksTest {
    private static final TargetName TARGET = new TargetName("orders-prod");
    private static final String US = "sallyport";
    private static final TestClock CLOCK = new TestClock();
    private static final JWK FOREIGN = Keys.generate(JWSAlgorithm.ES256);

    private static Issuer ec;
    private static Issuer rsa;
    private static Issuer edwards;
    private static Issuer unknown;
    private static Tokens tokens;
    private static SignIn signIn;

    @BeforeAll
    static void start() {
        ec = Issuer.start("ES256", CLOCK, 0);
        rsa = Issuer.start("RS256", CLOCK, 0);
        edwards = Issuer.start("EdDSA", CLOCK, 0);
        unknown = Issuer.start("ES256", CLOCK, 0);
        tokens =
                new Tokens(
                        List.of(
                                IssuerConfig.of("ec", ec.uri(), US),
                                IssuerConfig.of("rsa", rsa.uri(), US),
                                IssuerConfig.of("edwards", edwards.uri(), US)),
                        CLOCK);
        signIn = new OidcSignIn(tokens, new Passes(new MemoryPassBook(), CLOCK));
    }

    @AfterAll
    static void stop() {
        tokens.close();
        List.of(ec, rsa, edwards, unknown).forEach(Issuer::close);
    }

    /// @param told what the person must be told
    /// @param logged what the log must hold
    record Attack(String name, Function<TokenDraft, String> token, String told, String logged) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Attack> attacks() {
        return Stream.of(
                // Signature
                attack("alg none", TokenDraft::unsigned, "signed in a way", "alg: 'none'"),
                attack(
                        "alg None",
                        d -> d.header("alg", "None").signed(),
                        "signed in a way",
                        "alg: 'None'"),
                attack(
                        "alg none, real signature",
                        d -> d.header("alg", "none").signed(),
                        "signed in a way",
                        "alg"),
                attack(
                        "HS256 with the public key",
                        TokenDraft::hmacWithPublicKey,
                        "signed in a way",
                        "alg: 'HS256'"),
                attack(
                        "alg of another family",
                        d -> d.header("alg", "RS256").signed(),
                        "does not publish",
                        "alg RS256"),
                attack(
                        "alg not allowed",
                        d -> d.header("alg", "ES512").signed(),
                        "signed in a way",
                        "alg: 'ES512'"),
                attack(
                        "alg missing",
                        d -> d.withoutHeader("alg").signed(),
                        "signed in a way",
                        "alg: '(none)'"),
                attack(
                        "alg as a list",
                        d -> d.header("alg", List.of("ES256")).signed(),
                        "signed in a way",
                        "alg"),
                attack(
                        "foreign key under the real kid",
                        d -> d.signedBy(FOREIGN),
                        "signature is wrong",
                        "signature"),
                attack(
                        "foreign key under its own kid",
                        d -> d.header("kid", FOREIGN.getKeyID()).signedBy(FOREIGN),
                        "does not publish",
                        FOREIGN.getKeyID()),
                attack(
                        "kid of nobody",
                        d -> d.header("kid", "nobody").signed(),
                        "does not publish",
                        "'nobody'"),
                attack(
                        "kid as a path",
                        d -> d.header("kid", "../../etc/passwd").signed(),
                        "does not publish",
                        "kid"),
                attack(
                        "kid as a number",
                        d -> d.header("kid", 7).signed(),
                        "names its key",
                        "kid: '7'"),
                attack(
                        "kid endless",
                        d -> d.header("kid", "k".repeat(300)).signed(),
                        "names its key",
                        "…"),
                attack(
                        "embedded jwk",
                        d ->
                                d.header("jwk", FOREIGN.toPublicJWK().toJSONObject())
                                        .signedBy(FOREIGN),
                        "signature is wrong",
                        "signature"),
                attack(
                        "embedded jwk without kid",
                        d ->
                                d.withoutHeader("kid")
                                        .header("jwk", FOREIGN.toPublicJWK().toJSONObject())
                                        .signedBy(FOREIGN),
                        "signature is wrong",
                        "signature"),
                attack(
                        "jku elsewhere",
                        d -> d.header("jku", unknown.uri() + "/jwks").signedBy(FOREIGN),
                        "signature is wrong",
                        "signature"),
                attack(
                        "x5u elsewhere",
                        d -> d.header("x5u", unknown.uri() + "/x5u").signedBy(FOREIGN),
                        "signature is wrong",
                        "signature"),
                attack("crit", d -> d.header("crit", List.of("exp")).signed(), "extension", "crit"),
                attack(
                        "unencoded payload (b64)",
                        d -> d.header("b64", false).signed(),
                        "extension",
                        "crit"),
                attack(
                        "typ of another kind",
                        d -> d.header("typ", "secevent+jwt").signed(),
                        "kind",
                        "secevent"),
                attack(
                        "typ of a logout token",
                        d -> d.header("typ", "logout+jwt").signed(),
                        "kind",
                        "logout"),
                attack(
                        "tampered payload",
                        d -> withSubject(d.signed(), "admin"),
                        "signature is wrong",
                        "signature"),
                attack(
                        "tampered signature",
                        d -> flip(d.signed(), 2),
                        "signature is wrong",
                        "signature"),
                attack(
                        "no signature",
                        d -> cutSignature(d.signed()),
                        "signature is wrong",
                        "signature"),
                attack(
                        "half a signature",
                        d -> d.signed().substring(0, d.signed().length() - 42),
                        "wrong",
                        "signature"),
                attack(
                        "signature of zeros",
                        d -> cutSignature(d.signed()) + "A".repeat(86),
                        "signature is wrong",
                        "signature"),
                // Form
                attack("garbage in three parts", d -> "abc.def.ghi", "cannot be read", "base64url"),
                attack("no JSON in three parts", d -> "YWJj.ZGVm.Z2hp", "cannot be read", "header"),
                attack(
                        "truncated",
                        d -> d.signed().substring(0, 60) + "..",
                        "cannot be read",
                        "header"),
                attack(
                        "two parts",
                        d -> cutSignature(d.signed()).replaceAll("\\.$", ""),
                        "neither",
                        "neither"),
                attack("four parts", d -> d.signed() + ".e30", "neither", "neither"),
                attack(
                        "five parts (encrypted)",
                        d -> d.signed() + ".e30.e30",
                        "neither",
                        "neither"),
                attack(
                        "JSON serialisation",
                        d -> "{\"payload\":\"e30\",\"signatures\":[]}",
                        "neither",
                        "neither"),
                attack("padding", d -> d.signed() + "==", "neither", "neither"),
                attack(
                        "stray bits in the last character",
                        d -> strayBits(d.signed()),
                        "cannot be read",
                        "base64url"),
                attack(
                        "line break inside",
                        d -> d.signed().replaceFirst("\\.", ".\n"),
                        "neither",
                        "neither"),
                attack(
                        "huge",
                        d -> d.claim("pad", "x".repeat(64 * 1024)).signed(),
                        "cannot be read",
                        "at most 65536"),
                attack(
                        "payload no object",
                        d -> d.rawPayload("[1]").signed(),
                        "cannot be read",
                        "payload"),
                attack(
                        "payload empty",
                        d -> d.rawPayload("").signed(),
                        "cannot be read",
                        "payload"),
                attack(
                        "payload null",
                        d -> d.rawPayload("null").signed(),
                        "cannot be read",
                        "payload"),
                attack(
                        "claim given twice",
                        d -> adding(d, "\"sub\":\"admin\""),
                        "cannot be read",
                        "every name once"),
                attack(
                        "claim given twice, escaped",
                        d -> adding(d, "\"s\\u0075b\":\"x\""),
                        "cannot be read",
                        "once"),
                attack(
                        "text after the object",
                        d -> d.rawPayload(d.payload() + "{}").signed(),
                        "cannot be",
                        "after"),
                attack(
                        "comment in the object",
                        d -> adding(d, "/**/\"x\":1"),
                        "cannot be read",
                        "payload"),
                attack(
                        "NaN as exp",
                        d -> replacing(d, "exp", "\"exp\":NaN"),
                        "cannot be read",
                        "payload"),
                attack(
                        "deep nesting",
                        d -> adding(d, "\"x\":" + "[".repeat(99) + "]".repeat(99)),
                        "cannot be",
                        "payload"),
                attack(
                        "header with alg twice",
                        d -> d.rawHeader("{\"alg\":\"none\",\"alg\":\"ES256\"}").signed(),
                        "cannot be read",
                        "header"),
                // Issuer
                attack(
                        "unknown issuer",
                        d -> unknown.token(Map.of("sub", "a", "aud", US)),
                        "not known",
                        "iss: 'http"),
                attack(
                        "iss with a slash more",
                        d -> d.claim("iss", ec.uri() + "/").signed(),
                        "not known",
                        "/'"),
                attack(
                        "iss in other case",
                        d -> d.claim("iss", "HTTP" + ec.uri().toString().substring(4)).signed(),
                        "not known",
                        "HTTP"),
                attack(
                        "iss by another name",
                        d ->
                                d.claim(
                                                "iss",
                                                ec.uri()
                                                        .toString()
                                                        .replace("127.0.0.1", "localhost"))
                                        .signed(),
                        "not known",
                        "localhost"),
                attack("iss missing", d -> d.without("iss").signed(), "not known", "(none)"),
                attack(
                        "iss as a list",
                        d -> d.claim("iss", List.of(ec.uri().toString())).signed(),
                        "not known",
                        "["),
                attack(
                        "iss with line breaks",
                        d -> d.claim("iss", "x\nERROR forged").signed(),
                        "not known",
                        "x?ERROR"),
                attack(
                        "another configured issuer's key",
                        d ->
                                rsa.draft()
                                        .claim("iss", ec.uri().toString())
                                        .claim("sub", "a")
                                        .claim("aud", US)
                                        .signed(),
                        "does not publish",
                        "ec:"),
                attack(
                        "another configured issuer's key, no kid",
                        d ->
                                edwards.draft()
                                        .claim("iss", rsa.uri().toString())
                                        .withoutHeader("kid")
                                        .claim("aud", US)
                                        .signed(),
                        "does not publish",
                        "rsa:"),
                // Audience
                attack(
                        "aud of somebody else",
                        d -> d.claim("aud", "shop").signed(),
                        "somebody else",
                        "'shop'"),
                attack("aud missing", d -> d.without("aud").signed(), "somebody else", "aud"),
                attack(
                        "aud empty",
                        d -> d.claim("aud", List.of()).signed(),
                        "somebody else",
                        "aud"),
                attack(
                        "aud that begins like ours",
                        d -> d.claim("aud", US + "-test").signed(),
                        "somebody else",
                        "aud"),
                attack(
                        "aud in other case",
                        d -> d.claim("aud", "Sallyport").signed(),
                        "somebody else",
                        "aud"),
                attack(
                        "aud as an object",
                        d -> d.claim("aud", Map.of(US, true)).signed(),
                        "somebody else",
                        "aud"),
                attack(
                        "several aud without azp",
                        d -> d.claim("aud", List.of(US, "shop")).signed(),
                        "several",
                        "azp"),
                attack(
                        "several aud, azp of another",
                        d -> d.claim("aud", List.of(US, "shop")).claim("azp", "shop").signed(),
                        "several",
                        "'shop'"),
                // Time
                attack(
                        "expired",
                        d -> d.claim("exp", ago(180)).signed(),
                        "expired 3 minutes ago",
                        "exp:"),
                attack(
                        "expired just beyond the skew",
                        d -> d.claim("exp", ago(30)).signed(),
                        "expired 30 sec",
                        "exp:"),
                attack("exp missing", d -> d.without("exp").signed(), "(exp)", "exp: '(none)'"),
                attack("exp as text", d -> d.claim("exp", "4102444800").signed(), "(exp)", "exp"),
                attack("exp null", d -> replacing(d, "exp", "\"exp\":null"), "(exp)", "exp"),
                attack(
                        "exp beyond all bounds",
                        d -> replacing(d, "exp", "\"exp\":1e300"),
                        "(exp)",
                        "exp"),
                attack("exp negative", d -> d.claim("exp", -1).signed(), "(exp)", "exp"),
                attack(
                        "nbf in the future",
                        d -> d.claim("nbf", ago(-60)).signed(),
                        "not good yet",
                        "nbf"),
                attack("nbf as text", d -> d.claim("nbf", "0").signed(), "(nbf)", "nbf"),
                attack(
                        "iat in the future, nbf good",
                        d -> d.claim("iat", ago(-60)).claim("nbf", ago(60)).signed(),
                        "not good yet",
                        "iat"),
                attack(
                        "iat in the future",
                        d -> d.claim("iat", ago(-60)).signed(),
                        "not good yet",
                        "iat"),
                attack("iat missing", d -> d.without("iat").signed(), "(iat)", "iat"),
                attack(
                        "iat too old",
                        d -> d.claim("iat", ago(24 * 3600 + 60)).signed(),
                        "issued 24 hours ago",
                        "iat"),
                // Subject
                attack("sub missing", d -> d.without("sub").signed(), "(sub)", "sub"),
                attack("sub empty", d -> d.claim("sub", "").signed(), "(sub)", "sub"),
                attack("sub as a number", d -> d.claim("sub", 0).signed(), "(sub)", "sub"),
                attack(
                        "sub with a line break",
                        d -> d.claim("sub", "alice\nroot").signed(),
                        "(sub)",
                        "alice?root"),
                attack(
                        "sub that reads backwards",
                        d -> d.claim("sub", "a\u202Ebc").signed(),
                        "(sub)",
                        "a?bc"),
                attack(
                        "sub endless",
                        d -> d.claim("sub", "s".repeat(256)).signed(),
                        "(sub)",
                        "sub"));
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void refused(Attack attack) {
        String token = attack.token.apply(draft());
        SignIn.Result result = signIn.identify(token, TARGET);
        assertThat(result).isInstanceOf(Unknown.class);
        Unknown unknown = (Unknown) result;
        assertThat(unknown.refusal().kind()).isEqualTo(Refusal.Kind.NOT_IDENTIFIED);
        assertThat(unknown.refusal().message()).contains(attack.told);
        assertThat(unknown.refusal().hint()).isNotEmpty();
        assertThat(unknown.detail()).contains(attack.logged).doesNotContain("\n");
        assertThat(unknown.toString()).as("no token in messages").doesNotContain(token);
        // A flood of attacks must not use up what honest tokens need.
        CLOCK.advance(IssuerKeys.FETCH_INTERVAL);
    }

    record Good(String name, Function<TokenDraft, String> token) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Good> good() {
        return Stream.of(
                new Good("plain", TokenDraft::signed),
                new Good("RS256", d -> rsa.token(Map.of("sub", "alice", "aud", US))),
                new Good("EdDSA", d -> edwards.token(Map.of("sub", "alice", "aud", US))),
                new Good("access token", d -> d.header("typ", "at+jwt").signed()),
                new Good(
                        "access token in full",
                        d -> d.header("typ", "application/AT+JWT").signed()),
                new Good("no typ", d -> d.withoutHeader("typ").signed()),
                new Good("no kid, one key", d -> d.withoutHeader("kid").signed()),
                new Good(
                        "jku of its own, ignored",
                        d -> d.header("jku", "https://example.com/jwks").signed()),
                new Good("aud as a list of one", d -> d.claim("aud", List.of(US)).signed()),
                new Good(
                        "several aud, made for us",
                        d -> d.claim("aud", List.of("shop", US)).claim("azp", US).signed()),
                new Good("one aud, azp of the client", d -> d.claim("azp", "pipeline").signed()),
                new Good("expired within the skew", d -> d.claim("exp", ago(29)).signed()),
                new Good("nbf within the skew", d -> d.claim("nbf", ago(-30)).signed()),
                new Good("iat within the skew", d -> d.claim("iat", ago(-30)).signed()),
                new Good(
                        "times with fractions",
                        d -> d.claim("exp", ago(-60).getEpochSecond() + 0.5).signed()),
                new Good(
                        "nested nulls",
                        d -> d.claim("groups", java.util.Arrays.asList("a", null)).signed()));
    }

    @ParameterizedTest
    @MethodSource("good")
    void accepted(Good good) {
        SignIn.Result result = signIn.identify(good.token.apply(draft()), TARGET);
        assertThat(result).isInstanceOf(Known.class);
        Known known = (Known) result;
        assertThat(known.identity().subject()).isEqualTo("alice");
        assertThat(known.identity().roles()).isEmpty();
        assertThat(known.with()).isEqualTo("token");
    }

    @Test
    void nothingWasFetchedFromWhereTokensPointed() {
        assertThat(unknown.keyFetches()).isZero();
        assertThat(unknown.discoveryFetches()).isZero();
    }

    @Test
    void nameIsTheReadableClaimElseTheSubject() {
        assertThat(nameIn(draft().claim("preferred_username", "Alice A."))).isEqualTo("Alice A.");
        assertThat(
                        nameIn(
                                draft().claim("preferred_username", "Bob\u202E")
                                        .claim("email", "alice@example.com")))
                .isEqualTo("alice@example.com");
        assertThat(nameIn(draft())).isEqualTo("alice");
    }

    @Test
    void everyCharacterOfATokenCounts() {
        String token = draft().signed();
        for (int i = 0; i < token.length(); i++) {
            char changed = token.charAt(i) == 'A' ? 'B' : 'A';
            String bent = token.substring(0, i) + changed + token.substring(i + 1);
            assertThat(signIn.identify(bent, TARGET))
                    .as("character %d", i)
                    .isInstanceOf(Unknown.class);
            assertThat(signIn.identify(token.substring(0, i), TARGET))
                    .as("first %d", i)
                    .isInstanceOf(Unknown.class);
        }
    }

    private static String nameIn(TokenDraft draft) {
        return ((Known) tokens.check(draft.signed())).identity().name();
    }

    private static TokenDraft draft() {
        return ec.draft().claim("sub", "alice").claim("aud", US);
    }

    private static Attack attack(
            String name, Function<TokenDraft, String> token, String told, String logged) {
        return new Attack(name, token, told, logged);
    }

    private static Instant ago(long seconds) {
        return CLOCK.instant().minus(Duration.ofSeconds(seconds));
    }

    private static String adding(TokenDraft draft, String member) {
        String payload = draft.payload();
        return draft.rawPayload(payload.substring(0, payload.length() - 1) + "," + member + "}")
                .signed();
    }

    private static String replacing(TokenDraft draft, String claim, String member) {
        return adding(draft.without(claim), member);
    }

    private static String cutSignature(String token) {
        return token.substring(0, token.lastIndexOf('.') + 1);
    }

    private static String withSubject(String token, String subject) {
        String[] parts = token.split("\\.");
        String payload =
                new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8)
                        .replace("\"alice\"", "\"" + subject + "\"");
        return parts[0]
                + "."
                + Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(payload.getBytes(StandardCharsets.UTF_8))
                + "."
                + parts[2];
    }

    private static String flip(String token, int part) {
        String[] parts = token.split("\\.");
        char first = parts[part].charAt(0);
        parts[part] = (first == 'A' ? 'B' : 'A') + parts[part].substring(1);
        return String.join(".", parts);
    }

    // 64 bytes are 86 characters, of which the last has four bits that mean nothing.
    private static String strayBits(String token) {
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        int last = alphabet.indexOf(token.charAt(token.length() - 1));
        return token.substring(0, token.length() - 1) + alphabet.charAt(last | 1);
    }

    /// Passes kept in memory: none is used here.
    private static final class MemoryPassBook implements PassBook {
        private final Map<String, Row> rows = new HashMap<>();

        @Override
        public boolean add(Row row, int livePerIdentityMax) {
            rows.put(row.hash(), row);
            return true;
        }

        @Override
        public java.util.Optional<Row> find(String hash) {
            return java.util.Optional.ofNullable(rows.get(hash));
        }

        @Override
        public boolean remove(String id) {
            return rows.values().removeIf(row -> row.id().equals(id));
        }

        @Override
        public int sweep(Instant expiredBefore) {
            return 0;
        }
    }
}

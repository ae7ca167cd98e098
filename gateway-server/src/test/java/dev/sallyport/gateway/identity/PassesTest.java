package dev.sallyport.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.gateway.identity.Passes.Pass;
import dev.sallyport.gateway.identity.SignIn.Result.Known;
import dev.sallyport.gateway.identity.SignIn.Result.Unknown;
import dev.sallyport.gateway.protocol.Refusal;
import dev.sallyport.gateway.storage.Database;
import dev.sallyport.gateway.storage.PassStore;
import dev.sallyport.model.identity.Identity;
import dev.sallyport.model.target.TargetName;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PassesTest {
    private static final TargetName ORDERS = new TargetName("orders-prod");
    private static final TargetName SHOP = new TargetName("shop");

    @TempDir private Path folder;

    private final TestClock clock = new TestClock();
    private Database database;
    private Passes passes;
    private SignIn signIn;

    @BeforeEach
    void open() {
        database = Database.open(folder);
        passes = new Passes(new PassStore(database), clock);
        signIn = new OidcSignIn(new Tokens(List.of(), clock), passes);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void passStandsForItsIdentityAtItsTarget() {
        Pass pass = issue(alice(Map.of("groups", List.of("dba"), "n", 7)));
        SignIn.Result result = signIn.identify(pass.secret(), ORDERS);
        assertThat(result).isInstanceOf(Known.class);
        Known known = (Known) result;
        assertThat(known.with()).isEqualTo("pass");
        assertThat(known.identity().isSameAs(alice(Map.of()))).isTrue();
        assertThat(known.identity().name()).isEqualTo("Alice");
        assertThat(known.identity().claims()).isEqualTo(Map.of("groups", List.of("dba"), "n", 7));
        assertThat(known.identity().roles())
                .as("roles are policy's to give, each time anew")
                .isEmpty();
    }

    @Test
    void passIsNoTokenForTheControlApi() {
        assertThat(signIn.identifyToken(issue(alice(Map.of())).secret()))
                .isInstanceOf(Unknown.class);
    }

    @Test
    void passIsForOneTargetOnly() {
        assertRefused(issue(alice(Map.of())).secret(), SHOP, "not for shop");
    }

    @Test
    void passExpires() {
        Pass pass = issue(alice(Map.of()));
        assertThat(pass.expires()).isEqualTo(clock.instant().plus(Passes.DEFAULT_LIFE));
        clock.advance(Passes.DEFAULT_LIFE.minusMillis(1));
        assertThat(signIn.identify(pass.secret(), ORDERS)).isInstanceOf(Known.class);
        clock.advance(Duration.ofMillis(1));
        assertRefused(pass.secret(), ORDERS, "expired");
    }

    @Test
    void noPassLivesLongerThanAnHour() {
        Pass pass = (Pass) passes.issue(alice(Map.of()), ORDERS, Duration.ofDays(1));
        assertThat(pass.expires()).isEqualTo(clock.instant().plus(Passes.LIFE_MAX));
    }

    @Test
    void noPassOutlivesItsToken() {
        long tokenEnd = clock.instant().getEpochSecond() + 60;
        Pass pass = issue(alice(Map.of("exp", tokenEnd)));
        assertThat(pass.expires().getEpochSecond()).isEqualTo(tokenEnd);
        clock.advance(Duration.ofMinutes(2));
        Passes.Issued late =
                passes.issue(alice(Map.of("exp", tokenEnd)), ORDERS, Passes.DEFAULT_LIFE);
        assertThat(late).isInstanceOf(Passes.Refused.class);
    }

    @Test
    void noLifeIsNoPass() {
        assertThat(passes.issue(alice(Map.of()), ORDERS, Duration.ZERO))
                .isInstanceOf(Passes.Refused.class);
        assertThat(passes.issue(alice(Map.of()), ORDERS, Duration.ofMinutes(-5)))
                .isInstanceOf(Passes.Refused.class);
    }

    @Test
    void revokedPassIsGone() {
        Pass pass = issue(alice(Map.of()));
        assertThat(passes.revoke(pass.id())).isTrue();
        assertThat(passes.revoke(pass.id())).isFalse();
        assertRefused(pass.secret(), ORDERS, "not known");
    }

    @Test
    void passSurvivesARestart() {
        Pass pass = issue(alice(Map.of()));
        database.close();
        open();
        assertThat(signIn.identify(pass.secret(), ORDERS)).isInstanceOf(Known.class);
    }

    @Test
    void databaseHoldsNoSecret() throws Exception {
        Pass pass = issue(alice(Map.of()));
        database.close();
        for (Path file : Files.list(folder).toList()) {
            String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
            assertThat(bytes).as(file.toString()).doesNotContain(pass.secret().substring(3, 20));
        }
    }

    @Test
    void secretsAreLongDifferentAndNotPrinted() {
        Set<String> secrets = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            Pass pass = issue(alice(Map.of()));
            assertThat(pass.secret()).matches("sp_[A-Za-z0-9_-]{43}");
            assertThat(pass.toString()).doesNotContain(pass.secret());
            secrets.add(pass.secret());
        }
        assertThat(secrets).hasSize(50);
    }

    @Test
    void oneIdentityCannotFillTheBook() {
        for (int i = 0; i < Passes.LIVE_PER_IDENTITY_MAX; i++) {
            issue(alice(Map.of()));
        }
        Passes.Issued more = passes.issue(alice(Map.of()), ORDERS, Passes.DEFAULT_LIFE);
        assertThat(((Passes.Refused) more).refusal().kind()).isEqualTo(Refusal.Kind.LIMIT);
        Identity bob = new Identity("https://id.example.com", "bob", "Bob", Set.of(), Map.of());
        assertThat(passes.issue(bob, ORDERS, Passes.DEFAULT_LIFE)).isInstanceOf(Pass.class);
        clock.advance(Passes.DEFAULT_LIFE);
        assertThat(issue(alice(Map.of()))).isNotNull();
    }

    @Test
    void expiredPassesAreForgottenInTheEnd() {
        Pass old = issue(alice(Map.of()));
        clock.advance(Passes.DEFAULT_LIFE.plus(Passes.REMEMBERED).plusSeconds(1));
        assertRefused(old.secret(), ORDERS, "expired 60 minutes ago");
        issue(alice(Map.of()));
        assertRefused(old.secret(), ORDERS, "not known");
    }

    @Test
    void whatIsNoPassIsNotLookedUp() {
        database.close();
        for (String secret :
                List.of(
                        "",
                        "secret",
                        "sp_",
                        "sp_" + "x".repeat(42),
                        "sp_" + "x".repeat(44),
                        "SP_" + "x".repeat(43))) {
            assertRefused(secret, ORDERS, "neither");
        }
    }

    @Test
    void brokenDatabaseLetsNobodyIn() {
        Pass pass = issue(alice(Map.of()));
        database.close();
        assertRefused(pass.secret(), ORDERS, "cannot check");
    }

    private Pass issue(Identity identity) {
        return (Pass) passes.issue(identity, ORDERS, Passes.DEFAULT_LIFE);
    }

    private static Identity alice(Map<String, Object> claims) {
        return new Identity("https://id.example.com", "alice", "Alice", Set.of("dba"), claims);
    }

    private void assertRefused(String secret, TargetName target, String told) {
        SignIn.Result result = signIn.identify(secret, target);
        assertThat(result).isInstanceOf(Unknown.class);
        Unknown unknown = (Unknown) result;
        assertThat(unknown.refusal().kind()).isEqualTo(Refusal.Kind.NOT_IDENTIFIED);
        assertThat(unknown.refusal().message()).contains(told);
        if (secret.startsWith("sp_") && secret.length() > 3) {
            assertThat(unknown.toString()).as("no secret in messages").doesNotContain(secret);
        }
    }
}

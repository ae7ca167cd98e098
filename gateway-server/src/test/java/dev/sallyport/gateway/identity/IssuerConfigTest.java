package dev.sallyport.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IssuerConfigTest {
    private static final URI URI_OK = URI.create("https://id.example.com/realms/shop");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://id.example.com",
                "http://127.0.0.1:8080",
                "http://localhost:1",
                "http://[::1]:8080/a"
            })
    void takesHttpsAndLoopback(String issuer) {
        assertThat(IssuerConfig.of("a", URI.create(issuer), "b").issuer()).hasToString(issuer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://id.example.com",
                "http://127.0.0.1.example.com",
                "http://10.0.0.1",
                "ftp://127.0.0.1",
                "/realms/shop",
                "https:id",
                "https://id.example.com?tenant=1",
                "https://id.example.com#a",
                "https://user@id.example.com"
            })
    void refusesWhatIsNoIssuer(String issuer) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> IssuerConfig.of("a", URI.create(issuer), "b"))
                .withMessageContaining(issuer)
                .withMessageContaining("expected");
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "HS256", "HS512", "RSA", "rs256", "RSA1_5", "dir"})
    void noConfigurationAllowsAlgorithmsThatProveNothing(String algorithm) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> with(Set.of("ES256", algorithm), Duration.ofHours(1)))
                .withMessageContaining(algorithm);
    }

    @Test
    void boundsAreKept() {
        assertThatIllegalArgumentException().isThrownBy(() -> with(Set.of(), Duration.ofHours(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> with(Set.of("ES256"), Duration.ZERO));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> with(Set.of("ES256"), Duration.ofDays(31)));
        assertThatIllegalArgumentException().isThrownBy(() -> IssuerConfig.of("", URI_OK, "b"));
        assertThatIllegalArgumentException().isThrownBy(() -> IssuerConfig.of("a", URI_OK, " "));
    }

    @Test
    void anIssuerIsConfiguredOnce() {
        IssuerConfig one = IssuerConfig.of("a", URI_OK, "x");
        IssuerConfig other = IssuerConfig.of("b", URI_OK, "y");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Tokens(List.of(one, other), Clock.systemUTC()))
                .withMessageContaining("once");
    }

    private static IssuerConfig with(Set<String> algorithms, Duration iatAgeMax) {
        return new IssuerConfig("a", URI_OK, "b", algorithms, iatAgeMax, Optional.empty());
    }
}

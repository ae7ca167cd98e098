package dev.sallyport.gateway.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {
    @ParameterizedTest
    @CsvSource({
        "*, orders, true",
        "*, '', true",
        "orders, orders, true",
        "orders, order, false",
        "orders, orders2, false",
        "audit_*, audit_, true",
        "audit_*, audit_log, true",
        "audit_*, audits, false",
        "*_log, audit_log, true",
        "*_log, log, false",
        "a*c*e, abcde, true",
        "a*c*e, abce_f, false",
        "a*ab, aab, true",
        "*aab, aaaab, true",
        "a.c, abc, false",
    })
    void matches(String pattern, String name, boolean expected) {
        assertThat(new Glob(pattern).matches(name)).isEqualTo(expected);
    }

    @Test
    void manyStarsDoNotExplode() {
        Glob glob = new Glob("*a".repeat(50) + "b");

        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(5), () -> assertThat(glob.matches("a".repeat(5000))).isFalse());
    }
}

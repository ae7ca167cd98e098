package dev.sallyport.gateway.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Holds the reader against the permanent suite of ways round it and of false alarms.
final class BypassTest {
    private final PostgresReader reader = new PostgresReader(0);

    @TestFactory
    Stream<DynamicTest> everyCaseHasItsVerdict() throws IOException {
        Stream.Builder<DynamicTest> tests = Stream.builder();
        for (String file : BypassFile.ALL) {
            for (BypassFile.Case one : BypassFile.read(file)) {
                tests.add(DynamicTest.dynamicTest(file + ": " + one.name(), () -> check(one)));
            }
        }
        return tests.build();
    }

    @Test
    void theSuiteIsAllThere() throws IOException {
        int cases = 0;
        for (String file : BypassFile.ALL) {
            cases += BypassFile.read(file).size();
        }
        assertThat(cases).isGreaterThanOrEqualTo(150);
    }

    private void check(BypassFile.Case one) {
        BypassCheck.check(one, reader.read(one.sql()));
    }
}

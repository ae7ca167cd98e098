package dev.sallyport.gateway.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Holds the reader of MySQL's dialect against its suite of ways round it and of false alarms.
final class MySqlBypassTest {
    private static final String FOLDER = "bypass-mysql";
    private static final List<String> FILES =
            List.of("lexing.sql", "effects.sql", "session.sql", "false-alarms.sql");
    private static final String UNKNOWN = "?";

    private final MySqlReader reader = new MySqlReader(0);

    @TestFactory
    Stream<DynamicTest> everyCaseHasItsVerdict() throws IOException {
        Stream.Builder<DynamicTest> tests = Stream.builder();
        for (String file : FILES) {
            for (BypassFile.Case one : BypassFile.read(FOLDER, file)) {
                tests.add(DynamicTest.dynamicTest(file + ": " + one.name(), () -> check(one)));
            }
        }
        return tests.build();
    }

    @Test
    void theSuiteIsAllThere() throws IOException {
        int cases = 0;
        for (String file : FILES) {
            cases += BypassFile.read(FOLDER, file).size();
        }
        assertThat(cases).isGreaterThanOrEqualTo(160);
    }

    private void check(BypassFile.Case one) {
        BypassCheck.check(one, reader.under(settings(one.wanted())).read(one.sql()));
    }

    private static MySqlSettings settings(Map<String, String> wanted) {
        String mode = wanted.getOrDefault("mode", "");
        String server = wanted.getOrDefault("server", "8.0.36");
        @Nullable Set<SqlMode> modes = mode.equals(UNKNOWN) ? null : SqlMode.of(mode).orElseThrow();
        @Nullable MySqlServer known =
                server.equals(UNKNOWN) ? null : MySqlServer.of(server).orElseThrow();
        return new MySqlSettings(modes, known, TableNames.AS_WRITTEN);
    }
}

package dev.sallyport.gateway.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The list of known ways round a gateway names for each the tests that hold it shut; here they are looked for, so that
/// none goes away unnoticed.
final class BypassCatalogueTest {
    private static final int WAYS = 31;

    @Test
    void everyWayIsTriedByATestThatIsThere() throws Exception {
        Map<String, List<String>> ways = ways();
        assertThat(ways).hasSize(WAYS);
        List<String> missing = new ArrayList<>();
        for (Map.Entry<String, List<String>> way : ways.entrySet()) {
            assertThat(way.getValue()).as(way.getKey()).isNotEmpty();
            for (String test : way.getValue()) {
                if (!isThere(test)) {
                    missing.add(way.getKey() + ": " + test);
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    private static boolean isThere(String test) throws IOException, ClassNotFoundException {
        int method = test.indexOf('#');
        if (method >= 0) {
            Class<?> type = Class.forName("dev.sallyport.gateway." + test.substring(0, method));
            return Arrays.stream(type.getDeclaredMethods())
                    .anyMatch(each -> each.getName().equals(test.substring(method + 1)));
        }
        int name = test.indexOf(": ");
        return BypassFile.read(test.substring(0, name)).stream()
                .anyMatch(each -> each.name().equals(test.substring(name + 2)));
    }

    /// Lines that begin at the margin are ways, indented ones their tests.
    private static Map<String, List<String>> ways() throws IOException {
        String text;
        try (InputStream in =
                BypassCatalogueTest.class.getResourceAsStream("/bypass/catalogue.txt")) {
            if (in == null) {
                throw new IOException("/bypass/catalogue.txt: not there");
            }
            text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        Map<String, List<String>> ways = new LinkedHashMap<>();
        List<String> tests = new ArrayList<>();
        for (String line : text.split("\n")) {
            if (line.startsWith(" ")) {
                tests.add(line.strip());
            } else if (!line.startsWith("#")) {
                tests = new ArrayList<>();
                ways.put(line, tests);
            }
        }
        return ways;
    }
}

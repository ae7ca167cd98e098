package dev.sallyport.gateway.sql;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The cases of one file in `resources/bypass`; its README says how they are written.
final class BypassFile {
    static final List<String> ALL =
            List.of("lexing.sql", "effects.sql", "session.sql", "names.sql", "false-alarms.sql");

    private static final String CUT = "--8<--";

    private BypassFile() {}

    record Case(String name, Map<String, String> wanted, String sql) {}

    static List<Case> read(String file) throws IOException {
        return read("bypass", file);
    }

    static List<Case> read(String folder, String file) throws IOException {
        String text;
        String path = "/" + folder + "/" + file;
        try (InputStream in = BypassFile.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IOException(path + ": not there");
            }
            text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        List<Case> cases = new ArrayList<>();
        Map<String, String> wanted = new LinkedHashMap<>();
        List<String> sql = null;
        for (String line : text.split("\n", -1)) {
            if (sql == null && line.equals(CUT)) {
                sql = new ArrayList<>();
            } else if (sql != null && line.equals(CUT)) {
                cases.add(
                        new Case(wanted.getOrDefault("case", "?"), wanted, String.join("\n", sql)));
                wanted = new LinkedHashMap<>();
                sql = null;
            } else if (sql != null) {
                sql.add(line);
            } else if (!line.isBlank()) {
                int colon = line.indexOf(':');
                wanted.put(line.substring(0, colon), line.substring(colon + 1).strip());
            }
        }
        return cases;
    }
}

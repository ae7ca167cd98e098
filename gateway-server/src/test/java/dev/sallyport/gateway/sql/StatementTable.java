package dev.sallyport.gateway.sql;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The statements of `resources/statements`; the README there says how they are written.
final class StatementTable {
    private StatementTable() {}

    /// One statement and what the server's own grammar says of it; names without their schema, as the corpus compares them.
    record Row(
            String sql,
            Set<String> reads,
            Set<String> writes,
            Set<String> defines,
            Set<String> functions,
            boolean unfiltered) {}

    static List<Row> read(String file) throws IOException {
        String text;
        try (InputStream in = StatementTable.class.getResourceAsStream("/statements/" + file)) {
            if (in == null) {
                throw new IOException("/statements/" + file + ": not there");
            }
            text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        List<Row> rows = new ArrayList<>();
        for (String line : text.split("\n")) {
            if (line.startsWith("# ")) {
                continue;
            }
            String[] cells = Arrays.copyOf(line.split("\t", -1), 6);
            rows.add(
                    new Row(
                            cells[0],
                            names(cells[1]),
                            names(cells[2]),
                            names(cells[3]),
                            names(cells[4]),
                            cells[5] != null));
        }
        return rows;
    }

    private static Set<String> names(String cell) {
        return cell == null || cell.isEmpty()
                ? Set.of()
                : Arrays.stream(cell.split(" "))
                        .map(StatementTable::base)
                        .collect(Collectors.toCollection(TreeSet::new));
    }

    static String base(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }
}

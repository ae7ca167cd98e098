package dev.sallyport.gateway.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/// A table for people: columns as wide as their widest cell. Every cell is made harmless for the terminal.
final class Table {
    private static final int CELL_CHARS_MAX = 60;

    private final List<List<String>> rows = new ArrayList<>();

    Table(String... heads) {
        add(heads);
    }

    void add(String... cells) {
        List<String> row = new ArrayList<>();
        for (String cell : cells) {
            row.add(Plain.line(cell, CELL_CHARS_MAX));
        }
        rows.add(row);
    }

    void print(PrintWriter out) {
        int columns = rows.getFirst().size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], width(row.get(i)));
            }
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                String cell = row.get(i);
                line.append(cell).repeat(' ', widths[i] - width(cell) + 2);
            }
            out.println(line.toString().stripTrailing());
        }
    }

    private static int width(String cell) {
        return cell.codePointCount(0, cell.length());
    }
}

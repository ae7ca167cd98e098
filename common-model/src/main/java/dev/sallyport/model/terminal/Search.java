package dev.sallyport.model.terminal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Looks for a text in lines, those that were wrapped joined to one.
final class Search {
    private final Lines lines;
    private final String wanted;
    private final Screen.Letters letters;

    // The joined line: for each of its UTF-16 units the cell it is in, counted from the first row's
    // first.
    private final StringBuilder text = new StringBuilder();
    private int[] cells = new int[256];

    Search(Lines lines, String wanted, Screen.Letters letters) {
        this.lines = lines;
        this.wanted = folded(wanted, letters);
        this.letters = letters;
    }

    List<Screen.Match> run(int matchesMax) {
        List<Screen.Match> matches = new ArrayList<>();
        int row = -lines.scrollback();
        while (!wanted.isEmpty() && row < lines.rows && matches.size() < matchesMax) {
            int end = row + 1;
            while (end < lines.rows && lines.get(end).wrapped()) {
                end++;
            }
            join(row, end);
            addMatches(row, matches, matchesMax);
            row = end;
        }
        return List.copyOf(matches);
    }

    private void addMatches(int row, List<Screen.Match> matches, int matchesMax) {
        int columns = lines.columns;
        int at = text.indexOf(wanted);
        while (at >= 0 && matches.size() < matchesMax) {
            int first = cells[at];
            int end = at + wanted.length();
            int afterLast = cells[end];
            matches.add(
                    new Screen.Match(
                            row + first / columns,
                            first % columns,
                            Math.max(1, afterLast - first)));
            at = text.indexOf(wanted, end);
        }
    }

    private void join(int from, int to) {
        text.setLength(0);
        for (int row = from; row < to; row++) {
            Line line = lines.get(row);
            int length = row + 1 < to ? line.lengthBefore(lines.get(row + 1)) : line.length();
            for (int column = 0; column < length; column++) {
                if (line.width(column) != 0) {
                    append(line, column, (row - from) * lines.columns + column);
                }
            }
            mark(text.length(), (row - from) * lines.columns + length);
        }
    }

    private void append(Line line, int column, int cell) {
        int before = text.length();
        String shown = line.text(column);
        text.append(shown.isEmpty() ? " " : folded(shown, letters));
        for (int i = before; i < text.length(); i++) {
            mark(i, cell);
        }
    }

    private void mark(int at, int cell) {
        if (at >= cells.length) {
            cells = Arrays.copyOf(cells, Math.max(at + 1, cells.length * 2));
        }
        cells[at] = cell;
    }

    // Letter by letter, so that the text keeps its length.
    private static String folded(String text, Screen.Letters letters) {
        return switch (letters) {
            case EXACT -> text;
            case ANY_CASE ->
                    text.codePoints()
                            .map(c -> Character.toLowerCase(Character.toUpperCase(c)))
                            .collect(
                                    StringBuilder::new,
                                    StringBuilder::appendCodePoint,
                                    StringBuilder::append)
                            .toString();
        };
    }
}

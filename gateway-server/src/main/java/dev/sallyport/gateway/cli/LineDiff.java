package dev.sallyport.gateway.cli;

import java.util.ArrayList;
import java.util.List;

/// In which lines two texts differ, in the form that everybody knows from `diff -u`.
final class LineDiff {
    private static final int CONTEXT = 3;

    /// Comparing takes the product of both lengths: beyond it, what lies between the first and the last difference is
    /// shown as replaced.
    private static final long CELLS_MAX = 16_000_000;

    private LineDiff() {}

    /// One line of either text, or of both.
    ///
    /// @param mark ` `, `-` or `+`
    /// @param from how many lines of the first text come before it
    /// @param to how many of the second
    private record Line(char mark, String text, int from, int to) {}

    /// @return empty where no line differs
    static List<String> of(List<String> from, List<String> to) {
        List<Line> lines = lines(from, to);
        List<String> shown = new ArrayList<>();
        int at = 0;
        while (at < lines.size()) {
            int change = nextChange(lines, at);
            if (change == lines.size()) {
                break;
            }
            int begin = Math.max(at, change - CONTEXT);
            int end = change;
            // Changes near one another are shown together.
            for (int next = change; next < lines.size() && next <= end + 2 * CONTEXT; next++) {
                if (lines.get(next).mark != ' ') {
                    end = next;
                }
            }
            end = Math.min(lines.size(), end + 1 + CONTEXT);
            show(lines.subList(begin, end), shown);
            at = end;
        }
        return shown;
    }

    private static int nextChange(List<Line> lines, int at) {
        int next = at;
        while (next < lines.size() && lines.get(next).mark == ' ') {
            next++;
        }
        return next;
    }

    private static void show(List<Line> hunk, List<String> shown) {
        long fromCount = hunk.stream().filter(line -> line.mark != '+').count();
        long toCount = hunk.stream().filter(line -> line.mark != '-').count();
        Line first = hunk.getFirst();
        shown.add(
                "@@ -"
                        + (first.from + (fromCount == 0 ? 0 : 1))
                        + ","
                        + fromCount
                        + " +"
                        + (first.to + (toCount == 0 ? 0 : 1))
                        + ","
                        + toCount
                        + " @@");
        hunk.forEach(line -> shown.add(line.mark + line.text));
    }

    private static List<Line> lines(List<String> from, List<String> to) {
        int head = 0;
        while (head < Math.min(from.size(), to.size()) && from.get(head).equals(to.get(head))) {
            head++;
        }
        int tail = 0;
        while (tail < Math.min(from.size(), to.size()) - head
                && from.get(from.size() - 1 - tail).equals(to.get(to.size() - 1 - tail))) {
            tail++;
        }
        int fromEnd = from.size() - tail;
        int toEnd = to.size() - tail;
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < head; i++) {
            lines.add(new Line(' ', from.get(i), i, i));
        }
        between(from, to, head, fromEnd, toEnd, lines);
        for (int i = 0; i < tail; i++) {
            lines.add(new Line(' ', from.get(fromEnd + i), fromEnd + i, toEnd + i));
        }
        return lines;
    }

    /// What lies between the common beginning and the common end, by the longest common subsequence.
    private static void between(
            List<String> from,
            List<String> to,
            int head,
            int fromEnd,
            int toEnd,
            List<Line> lines) {
        int n = fromEnd - head;
        int m = toEnd - head;
        int[][] common = new int[(long) n * m <= CELLS_MAX ? n + 1 : 0][m + 1];
        for (int i = common.length - 2; i >= 0; i--) {
            for (int j = m - 1; j >= 0; j--) {
                common[i][j] =
                        from.get(head + i).equals(to.get(head + j))
                                ? common[i + 1][j + 1] + 1
                                : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        int i = 0;
        int j = 0;
        while (i < n || j < m) {
            boolean compared = common.length > 0 && i < n && j < m;
            if (compared && from.get(head + i).equals(to.get(head + j))) {
                lines.add(new Line(' ', from.get(head + i), head + i, head + j));
                i++;
                j++;
            } else if (i < n && (!compared || common[i + 1][j] >= common[i][j + 1])) {
                lines.add(new Line('-', from.get(head + i), head + i, head + j));
                i++;
            } else {
                lines.add(new Line('+', to.get(head + j), head + i, head + j));
                j++;
            }
        }
    }
}

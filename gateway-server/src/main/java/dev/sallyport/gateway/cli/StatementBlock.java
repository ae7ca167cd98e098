package dev.sallyport.gateway.cli;

import dev.sallyport.model.recording.Entry;
import dev.sallyport.model.recording.Event;
import dev.sallyport.model.recording.PostgresRows;
import dev.sallyport.model.statement.Parameter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Everything about one statement, as lines for people. Holds no more than it will show.
final class StatementBlock {
    private static final int TEXT_CHARS_MAX = 100_000;
    private static final int VALUE_CHARS_MAX = 200;
    private static final int ROWS_MAX = 100;
    private static final int LABEL_WIDTH = 10;

    private final StringWriter text = new StringWriter();
    private final PrintWriter lines = new PrintWriter(text);
    private final List<List<String>> rows = new ArrayList<>();
    private List<String> heads = List.of();
    private long rowsLeftOut;
    private long unreadBytes;

    StatementBlock(String title) {
        lines.println(title.stripTrailing());
    }

    void asked(Event.Asked asked, List<Entry.Cut> cuts) {
        boolean all = asked.text().length() <= TEXT_CHARS_MAX;
        String shown = all ? asked.text() : asked.text().substring(0, TEXT_CHARS_MAX);
        Plain.lines(shown).forEach(line -> lines.println("    " + line));
        if (!all) {
            lines.println("    … " + asked.text().length() + " characters");
        }
        for (int i = 0; i < asked.parameters().size(); i++) {
            line("$" + (i + 1), value(asked.parameters().get(i)));
        }
        for (Entry.Cut cut : cuts) {
            line(
                    "$" + (cut.parameter() + 1),
                    "… of " + cut.bytes() + " bytes, SHA-256 " + cut.sha256());
        }
        if (!asked.does().isEmpty()) {
            line("does", asked.does());
        }
    }

    void decided(Event.Decided decided) {
        String rules =
                decided.rules().isEmpty()
                        ? "no rule"
                        : "rule " + String.join(", ", decided.rules());
        line(
                "decided",
                decided.verdict()
                        + " by "
                        + rules
                        + (decided.says().isEmpty() ? "" : ": " + decided.says()));
    }

    void approvalAsked(Event.ApprovalAsked asked) {
        String people = asked.people() == 1 ? "1 person" : asked.people() + " people";
        line(
                "approval",
                asked.approval()
                        + " asked of "
                        + people
                        + " with role "
                        + asked.fromRoles()
                        + ", for "
                        + Times.span(Duration.ofMillis(asked.waitMillis())));
    }

    void approvalAnswered(Event.ApprovalAnswered answered) {
        String by =
                answered.subject().isEmpty()
                        ? ""
                        : " by "
                                + answered.name()
                                + " ("
                                + answered.subject()
                                + " at "
                                + answered.issuer()
                                + ")";
        line(
                "approval",
                answered.approval()
                        + " "
                        + answered.outcome()
                        + by
                        + (answered.reason().isEmpty() ? "" : ": " + answered.reason()));
    }

    void columns(Event.Columns columns) {
        printRows();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < columns.names().size(); i++) {
            String mask = i < columns.masks().size() ? columns.masks().get(i) : "";
            names.add(columns.names().get(i) + (mask.isEmpty() ? "" : " [" + mask + "]"));
        }
        heads = names;
    }

    void rows(int count, ByteBuffer wire, String protocol) {
        add(count, wire, protocol, "");
    }

    void rowsIn(int count, ByteBuffer wire, String protocol) {
        add(count, wire, protocol, "> ");
    }

    private void add(int count, ByteBuffer wire, String protocol, String before) {
        if (!protocol.equals("postgres")) {
            line("rows", count + " in " + wire.remaining() + " bytes");
            return;
        }
        PostgresRows.Result result = PostgresRows.read(wire);
        unreadBytes += result.unreadBytes();
        for (PostgresRows.Row row : result.rows()) {
            if (rows.size() >= ROWS_MAX) {
                rowsLeftOut++;
            } else {
                rows.add(
                        switch (row) {
                            case PostgresRows.Cells cells ->
                                    cells.values().stream()
                                            .map(value -> value == null ? "NULL" : head(value))
                                            .toList();
                            case PostgresRows.CopyLine copied ->
                                    List.of(before + head(copied.text().stripTrailing()));
                        });
            }
        }
    }

    void completed(Event.Completed completed) {
        printRows();
        String rowsRecorded =
                completed.rows() == completed.rowsRecorded()
                        ? ""
                        : ", of which " + completed.rowsRecorded() + " are in the recording";
        line(
                "done",
                completed.tag()
                        + ": "
                        + completed.rows()
                        + (completed.rows() == 1 ? " row" : " rows")
                        + rowsRecorded
                        + ", "
                        + completed.bytes()
                        + " bytes, "
                        + String.format(Locale.ROOT, "%.3f ms", completed.nanos() / 1e6));
    }

    void failed(Event.Failed failed) {
        printRows();
        line("failed", failed.code() + " " + failed.message());
    }

    /// A label and what it says, in one line.
    void line(String label, String says) {
        lines.println(
                "    "
                        + label
                        + " ".repeat(Math.max(1, LABEL_WIDTH - label.length()))
                        + Plain.line(says));
    }

    void print(PrintWriter out) {
        printRows();
        lines.flush();
        out.println(text);
    }

    private void printRows() {
        if (!rows.isEmpty() || !heads.isEmpty()) {
            int columns = rows.stream().mapToInt(List::size).reduce(heads.size(), Math::max);
            Table table = new Table(filled(heads, columns));
            rows.forEach(row -> table.add(filled(row, columns)));
            StringWriter shown = new StringWriter();
            PrintWriter writer = new PrintWriter(shown);
            table.print(writer);
            writer.flush();
            shown.toString()
                    .lines()
                    .filter(line -> !line.isEmpty())
                    .forEach(line -> lines.println("    | " + line));
        }
        if (rowsLeftOut > 0) {
            lines.println(
                    "    | … " + rowsLeftOut + " more rows (all of them with --format jsonl)");
        }
        if (unreadBytes > 0) {
            lines.println(
                    "    | … " + unreadBytes + " bytes of rows too long to be recorded whole");
        }
        rows.clear();
        heads = List.of();
        rowsLeftOut = 0;
        unreadBytes = 0;
    }

    private static String[] filled(List<String> cells, int columns) {
        String[] row = new String[Math.max(1, columns)];
        for (int i = 0; i < row.length; i++) {
            row[i] = i < cells.size() ? cells.get(i) : "";
        }
        return row;
    }

    private static String value(Parameter parameter) {
        byte[] value = parameter.value();
        return value == null ? "NULL" : head(PostgresRows.text(ByteBuffer.wrap(value)));
    }

    private static String head(String text) {
        return text.length() <= VALUE_CHARS_MAX ? text : text.substring(0, VALUE_CHARS_MAX) + "…";
    }
}

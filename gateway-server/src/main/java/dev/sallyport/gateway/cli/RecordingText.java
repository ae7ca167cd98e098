package dev.sallyport.gateway.cli;

import dev.sallyport.model.recording.ChainVerdict;
import dev.sallyport.model.recording.Entry;
import dev.sallyport.model.recording.Event;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A recording for people: one block for each statement, in the order in which they ended.
///
/// Statements may overlap, so a block is gathered until its statement is done. What is gathered is bounded: past the
/// bound, blocks are printed as far as they are, and go on under the same number.
final class RecordingText implements RecordingShow.View {
    private static final int BLOCKS_OPEN_MAX = 256;

    private final PrintWriter out;
    private final TreeMap<Integer, StatementBlock> open = new TreeMap<>();
    private String who = "";
    private String protocol = "";

    RecordingText(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void show(Entry entry) {
        switch (entry.content()) {
            case Entry.Unknown unknown ->
                    out.println(
                            "record "
                                    + entry.sequence()
                                    + ": of kind "
                                    + unknown.type()
                                    + ", which this version does not know ("
                                    + unknown.bytes()
                                    + " bytes)");
            case Entry.Known known -> show(entry, known);
        }
    }

    private void show(Entry entry, Entry.Known known) {
        switch (known.event()) {
            case Event.Opened opened -> opened(entry, opened);
            case Event.Asked asked -> block(asked.statement(), entry).asked(asked, known.cuts());
            case Event.Decided decided -> block(decided.statement(), entry).decided(decided);
            case Event.ApprovalAsked asked -> block(asked.statement(), entry).approvalAsked(asked);
            case Event.ApprovalAnswered answered ->
                    block(answered.statement(), entry).approvalAnswered(answered);
            case Event.Columns columns -> block(columns.statement(), entry).columns(columns);
            case Event.Rows rows ->
                    block(rows.statement(), entry).rows(rows.rows(), rows.wire(), protocol);
            case Event.RowsIn rows ->
                    block(rows.statement(), entry).rowsIn(rows.rows(), rows.wire(), protocol);
            case Event.Completed completed -> {
                block(completed.statement(), entry).completed(completed);
                print(completed.statement());
            }
            case Event.Failed failed -> {
                block(failed.statement(), entry).failed(failed);
                print(failed.statement());
            }
            case Event.Cancelled cancelled ->
                    block(cancelled.statement(), entry).line("cancelled", "the person gave it up");
            case Event.Noted noted -> {
                out.println(time(entry) + "  " + Plain.line(noted.what()));
                facts(noted.values());
                out.println();
            }
            case Event.Closed closed -> {
                printAll();
                out.println(
                        time(entry)
                                + "  closed: "
                                + Plain.line(closed.reason())
                                + detail(closed.detail()));
            }
            case Event.Forwarded forwarded ->
                    block(forwarded.statement(), entry).line("forwarded", "to the target");
            // A reader's help, and nothing that happened.
            case Event.SqlKeyframe keyframe -> {}
            case Event.TerminalKeyframe keyframe -> {}
            case Event.TerminalIn in ->
                    line(
                            entry,
                            "typed: " + in.bytes().remaining() + " bytes" + stream(in.stream()));
            case Event.TerminalOut out ->
                    line(
                            entry,
                            "shown: " + out.bytes().remaining() + " bytes" + stream(out.stream()));
            case Event.Resized resized ->
                    line(
                            entry,
                            "terminal of "
                                    + resized.columns()
                                    + " by "
                                    + resized.rows()
                                    + " characters"
                                    + stream(resized.stream()));
            case Event.HttpRequest request ->
                    line(entry, "request: " + request.method() + " " + request.target());
            case Event.HttpResponse response -> line(entry, "response: " + response.status());
            case Event.Chunk chunk ->
                    line(
                            entry,
                            switch (chunk.direction()) {
                                        case FROM_PERSON -> "sent: ";
                                        case TO_PERSON -> "received: ";
                                    }
                                    + chunk.bytes().remaining()
                                    + " bytes"
                                    + stream(chunk.stream()));
            case Event.Marked marked ->
                    line(entry, "mark by " + marked.by() + ": " + marked.text());
            case Event.Lost lost ->
                    line(
                            entry,
                            "not recorded: "
                                    + (lost.toNanos() - lost.fromNanos()) / 1_000_000
                                    + " ms: "
                                    + lost.why());
        }
    }

    private void line(Entry entry, String text) {
        out.println(time(entry) + "  " + Plain.line(text));
    }

    private static String stream(int stream) {
        return stream == 0 ? "" : " of stream " + stream;
    }

    @Override
    public void end(ChainVerdict verdict) {
        printAll();
        out.println(VerdictText.of(verdict));
    }

    private void opened(Entry entry, Event.Opened opened) {
        who = opened.facts().getOrDefault("identity.name", "");
        protocol = opened.facts().getOrDefault("protocol", "");
        out.println(time(entry) + "  opened: " + Plain.line(opened.kind()));
        facts(opened.facts());
        out.println();
    }

    private void facts(Map<String, String> facts) {
        int width = facts.keySet().stream().mapToInt(String::length).max().orElse(0);
        new TreeMap<>(facts)
                .forEach((name, value) ->
                        out.println(
                                "    "
                                        + Plain.line(name)
                                        + " ".repeat(width - name.length())
                                        + "  "
                                        + Plain.line(value)));
    }

    private StatementBlock block(int statement, Entry entry) {
        StatementBlock block = open.get(statement);
        if (block == null) {
            if (open.size() >= BLOCKS_OPEN_MAX) {
                printAll();
            }
            block =
                    new StatementBlock(
                            "#" + statement + "  " + time(entry) + "  " + Plain.line(who));
            open.put(statement, block);
        }
        return block;
    }

    private void print(int statement) {
        StatementBlock block = open.remove(statement);
        if (block != null) {
            block.print(out);
        }
    }

    private void printAll() {
        open.values().forEach(block -> block.print(out));
        open.clear();
    }

    private static String detail(@Nullable String detail) {
        return detail == null || detail.isEmpty() ? "" : " (" + Plain.line(detail) + ")";
    }

    /// With milliseconds, as statements follow each other fast.
    private static String time(Entry entry) {
        return Instant.ofEpochMilli(entry.wallMillis()).toString();
    }
}

package dev.sallyport.model.recording;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sallyport.model.statement.Parameter;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Records for programs: one JSON object for each. The names in it are kept, as scripts rely on them.
///
/// One for each recording, as rows are read by the protocol that its first record names.
public final class EntryJson {
    private String protocol = "";

    public ObjectNode of(Entry entry) {
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("record", entry.sequence());
        line.put("time", Instant.ofEpochMilli(entry.wallMillis()).toString());
        line.put("nanos", entry.nanos());
        switch (entry.content()) {
            case Entry.Unknown unknown ->
                    line.put("event", "unknown")
                            .put("type", unknown.type())
                            .put("statement", unknown.statement())
                            .put("bytes", unknown.bytes());
            case Entry.Known known -> put(line, known);
        }
        return line;
    }

    private void put(ObjectNode line, Entry.Known known) {
        switch (known.event()) {
            case Event.Opened opened -> {
                protocol = opened.facts().getOrDefault("protocol", "");
                line.put("event", "opened").put("kind", opened.kind());
                put(line.putObject("facts"), opened.facts());
            }
            case Event.Asked asked -> {
                line.put("event", "asked")
                        .put("statement", asked.statement())
                        .put("text", asked.text());
                put(line.putArray("parameters"), asked.parameters(), known.cuts());
                line.put("sha256", asked.sha256()).put("does", asked.does());
            }
            case Event.Decided decided -> {
                line.put("event", "decided")
                        .put("statement", decided.statement())
                        .put("verdict", decided.verdict());
                put(line.putArray("rules"), decided.rules());
                line.put("says", decided.says()).put("policyVersion", decided.policyVersion());
            }
            case Event.ApprovalAsked asked ->
                    line.put("event", "approval-asked")
                            .put("statement", asked.statement())
                            .put("approval", asked.approval())
                            .put("fromRoles", asked.fromRoles())
                            .put("people", asked.people())
                            .put("waitMillis", asked.waitMillis());
            case Event.ApprovalAnswered answered ->
                    line.put("event", "approval-answered")
                            .put("statement", answered.statement())
                            .put("approval", answered.approval())
                            .put("outcome", answered.outcome())
                            .put("issuer", answered.issuer())
                            .put("subject", answered.subject())
                            .put("name", answered.name())
                            .put("reason", answered.reason());
            case Event.Columns columns -> {
                line.put("event", "columns").put("statement", columns.statement());
                put(line.putArray("names"), columns.names());
                put(line.putArray("masks"), columns.masks());
            }
            case Event.Rows rows ->
                    putRows(
                            line.put("event", "rows").put("statement", rows.statement()),
                            rows.wire());
            case Event.RowsIn rows ->
                    putRows(
                            line.put("event", "rows-in").put("statement", rows.statement()),
                            rows.wire());
            case Event.Completed completed ->
                    line.put("event", "completed")
                            .put("statement", completed.statement())
                            .put("tag", completed.tag())
                            .put("rows", completed.rows())
                            .put("rowsRecorded", completed.rowsRecorded())
                            .put("bytes", completed.bytes())
                            .put("durationNanos", completed.nanos());
            case Event.Failed failed ->
                    line.put("event", "failed")
                            .put("statement", failed.statement())
                            .put("code", failed.code())
                            .put("message", failed.message());
            case Event.Cancelled cancelled ->
                    line.put("event", "cancelled").put("statement", cancelled.statement());
            case Event.Noted noted -> {
                line.put("event", "noted").put("what", noted.what());
                put(line.putObject("values"), noted.values());
            }
            case Event.Closed closed ->
                    line.put("event", "closed")
                            .put("reason", closed.reason())
                            .put("detail", closed.detail());
            case Event.Forwarded forwarded ->
                    line.put("event", "forwarded").put("statement", forwarded.statement());
            case Event.SqlKeyframe keyframe -> {
                line.put("event", "sql-keyframe")
                        .put("transaction", keyframe.transaction())
                        .put("statements", keyframe.statements());
                put(line.putObject("settings"), keyframe.settings());
            }
            case Event.TerminalKeyframe keyframe ->
                    line.put("event", "terminal-keyframe")
                            .put("stream", keyframe.stream())
                            .put("hex", hex(keyframe.snapshot()));
            case Event.TerminalIn in ->
                    onStream(line, "terminal-in", in.statement(), in.stream())
                            .put("hex", hex(in.bytes()));
            case Event.TerminalOut out ->
                    onStream(line, "terminal-out", out.statement(), out.stream())
                            .put("hex", hex(out.bytes()));
            case Event.Resized resized ->
                    onStream(line, "resized", resized.statement(), resized.stream())
                            .put("columns", resized.columns())
                            .put("rows", resized.rows());
            case Event.HttpRequest request -> {
                onStream(line, "http-request", request.statement(), request.stream())
                        .put("method", request.method())
                        .put("target", request.target());
                putHeaders(line.putArray("headers"), request.headers());
            }
            case Event.HttpResponse response -> {
                onStream(line, "http-response", response.statement(), response.stream())
                        .put("status", response.status());
                putHeaders(line.putArray("headers"), response.headers());
            }
            case Event.Chunk chunk ->
                    onStream(line, "chunk", chunk.statement(), chunk.stream())
                            .put(
                                    "direction",
                                    switch (chunk.direction()) {
                                        case FROM_PERSON -> "from-person";
                                        case TO_PERSON -> "to-person";
                                    })
                            .put("hex", hex(chunk.bytes()));
            case Event.Marked marked ->
                    line.put("event", "marked").put("by", marked.by()).put("text", marked.text());
            case Event.Lost lost ->
                    line.put("event", "lost")
                            .put("fromNanos", lost.fromNanos())
                            .put("toNanos", lost.toNanos())
                            .put("why", lost.why());
        }
    }

    private void putRows(ObjectNode line, ByteBuffer wire) {
        if (!protocol.equals("postgres")) {
            line.put("wire", hex(wire));
            return;
        }
        PostgresRows.Result result = PostgresRows.read(wire);
        ArrayNode rows = line.putArray("rows");
        for (PostgresRows.Row row : result.rows()) {
            switch (row) {
                case PostgresRows.Cells cells -> put(rows.addArray(), cells.values());
                case PostgresRows.CopyLine copied -> rows.add(copied.text());
            }
        }
        if (result.unreadBytes() > 0) {
            line.put("unreadBytes", result.unreadBytes());
        }
    }

    private static ObjectNode onStream(ObjectNode line, String event, int statement, int stream) {
        return line.put("event", event).put("statement", statement).put("stream", stream);
    }

    private static void putHeaders(ArrayNode array, List<Event.Header> headers) {
        headers.forEach(header -> array.addArray().add(header.name()).add(header.value()));
    }

    private static String hex(ByteBuffer from) {
        byte[] bytes = new byte[from.remaining()];
        from.get(from.position(), bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static void put(ArrayNode array, List<Parameter> parameters, List<Entry.Cut> cuts) {
        for (Parameter parameter : parameters) {
            byte[] value = parameter.value();
            ObjectNode node = array.addObject();
            node.put("binary", parameter.binary());
            if (parameter.binary() && value != null) {
                node.put("hex", HexFormat.of().formatHex(value));
            } else {
                node.put("value", value == null ? null : PostgresRows.text(ByteBuffer.wrap(value)));
            }
        }
        for (Entry.Cut cut : cuts) {
            ((ObjectNode) array.get(cut.parameter()))
                    .put("fullBytes", cut.bytes())
                    .put("fullSha256", cut.sha256());
        }
    }

    private static void put(ArrayNode array, List<? extends @Nullable String> strings) {
        strings.forEach(array::add);
    }

    private static void put(ObjectNode object, Map<String, String> map) {
        new TreeMap<>(map).forEach(object::put);
    }
}

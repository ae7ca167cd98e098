package dev.sallyport.gateway.cli;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sallyport.model.recording.ChainVerdict;
import dev.sallyport.model.recording.Entry;
import dev.sallyport.model.recording.Event;
import dev.sallyport.model.recording.PostgresRows;
import dev.sallyport.model.statement.Parameter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A recording for programs: one JSON object for each record, and a last one with the verdict. Only ASCII, so that it
/// is harmless on a terminal as well.
final class RecordingJson implements RecordingShow.View {
    private final ObjectMapper json =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
    private final PrintWriter out;
    private String protocol = "";

    RecordingJson(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void show(Entry entry) throws IOException {
        ObjectNode line = json.createObjectNode();
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
        out.println(json.writeValueAsString(line));
    }

    @Override
    public void end(ChainVerdict verdict) throws IOException {
        ObjectNode line = json.createObjectNode();
        line.put("verdict", VerdictText.of(verdict)).put("status", VerdictText.status(verdict));
        if (verdict instanceof ChainVerdict.Damaged damaged) {
            line.put("damage", damaged.damage().name())
                    .put("firstRecord", damaged.firstRecord())
                    .put("offset", damaged.offset());
        }
        out.println(json.writeValueAsString(line));
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
        }
    }

    private void putRows(ObjectNode line, ByteBuffer wire) {
        if (!protocol.equals("postgres")) {
            byte[] bytes = new byte[wire.remaining()];
            wire.get(wire.position(), bytes);
            line.put("wire", HexFormat.of().formatHex(bytes));
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

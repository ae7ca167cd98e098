package dev.sallyport.model.recording;

import dev.sallyport.model.statement.Parameter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Reads one record's fields. The bytes may be hostile: nothing is allocated for a length or count that the record
/// cannot hold.
final class EventDecoder {
    private final FieldReader in;
    private final List<Entry.Cut> cuts = new ArrayList<>();

    private EventDecoder(FieldReader in) {
        this.in = in;
    }

    /// @param type the record's type
    /// @param fields what follows the type and the time
    /// @param minorVersion the recording's; a newer one than ours may have types and trailing fields we do not know
    static Entry.Content decode(int type, ByteBuffer fields, int minorVersion)
            throws MalformedRecordException {
        int length = fields.remaining();
        FieldReader in = new FieldReader(fields);
        int statement = in.intVarint("statement");
        EventDecoder decoder = new EventDecoder(in);
        Event event = decoder.event(type, statement);
        boolean newer = minorVersion > RecordingFormat.MINOR;
        if (event == null) {
            if (newer) {
                return new Entry.Unknown(type, statement, length);
            }
            throw new MalformedRecordException(
                    "record type: " + type + " (expected: 1 to " + EventType.LAST + ")");
        }
        if (in.remaining() > 0 && !newer) {
            throw new MalformedRecordException(
                    "record: "
                            + in.remaining()
                            + " bytes too many (expected: none after the last field)");
        }
        return new Entry.Known(event, decoder.cuts);
    }

    private @org.jspecify.annotations.Nullable Event event(int type, int statement)
            throws MalformedRecordException {
        return switch (type) {
            case EventType.OPENED -> new Event.Opened(in.string(), map());
            case EventType.ASKED ->
                    new Event.Asked(statement, in.string(), parameters(), in.string(), in.string());
            case EventType.DECIDED ->
                    new Event.Decided(statement, in.string(), strings(), in.string(), in.string());
            case EventType.APPROVAL_ASKED ->
                    new Event.ApprovalAsked(
                            statement,
                            in.string(),
                            in.string(),
                            in.intVarint("people"),
                            in.varint());
            case EventType.APPROVAL_ANSWERED ->
                    new Event.ApprovalAnswered(
                            statement,
                            in.string(),
                            in.string(),
                            in.string(),
                            in.string(),
                            in.string(),
                            in.string());
            case EventType.COLUMNS -> new Event.Columns(statement, strings(), strings());
            case EventType.ROWS -> new Event.Rows(statement, in.intVarint("rows"), in.bytes());
            case EventType.ROWS_IN -> new Event.RowsIn(statement, in.intVarint("rows"), in.bytes());
            case EventType.COMPLETED ->
                    new Event.Completed(
                            statement,
                            in.string(),
                            in.varint(),
                            in.varint(),
                            in.varint(),
                            in.varint());
            case EventType.FAILED -> new Event.Failed(statement, in.string(), in.string());
            case EventType.CANCELLED -> new Event.Cancelled(statement);
            case EventType.NOTED -> new Event.Noted(in.string(), map());
            case EventType.CLOSED ->
                    new Event.Closed(in.string(), in.u8() == 0 ? null : in.string());
            case EventType.FORWARDED -> new Event.Forwarded(statement);
            case EventType.SQL_KEYFRAME ->
                    new Event.SqlKeyframe(in.string(), in.intVarint("statements"), map());
            case EventType.TERMINAL_KEYFRAME -> new Event.TerminalKeyframe(stream(), in.bytes());
            case EventType.TERMINAL_IN -> new Event.TerminalIn(statement, stream(), in.bytes());
            case EventType.TERMINAL_OUT -> new Event.TerminalOut(statement, stream(), in.bytes());
            case EventType.RESIZED ->
                    new Event.Resized(
                            statement, stream(), in.intVarint("columns"), in.intVarint("rows"));
            case EventType.HTTP_REQUEST ->
                    new Event.HttpRequest(statement, stream(), in.string(), in.string(), headers());
            case EventType.HTTP_RESPONSE ->
                    new Event.HttpResponse(statement, stream(), in.intVarint("status"), headers());
            case EventType.CHUNK -> new Event.Chunk(statement, stream(), direction(), in.bytes());
            case EventType.MARKED -> new Event.Marked(in.string(), in.string());
            case EventType.LOST -> new Event.Lost(in.varint(), in.varint(), in.string());
            default -> null;
        };
    }

    private int stream() throws MalformedRecordException {
        return in.intVarint("stream");
    }

    private Event.Direction direction() throws MalformedRecordException {
        int direction = in.u8();
        return switch (direction) {
            case 1 -> Event.Direction.FROM_PERSON;
            case 2 -> Event.Direction.TO_PERSON;
            default ->
                    throw new MalformedRecordException(
                            "direction: " + direction + " (expected: 1 or 2)");
        };
    }

    private List<Event.Header> headers() throws MalformedRecordException {
        int count = in.count(2);
        List<Event.Header> headers = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            headers.add(new Event.Header(in.string(), in.string()));
        }
        return headers;
    }

    private List<Parameter> parameters() throws MalformedRecordException {
        int count = in.count(1);
        List<Parameter> parameters = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int flags = in.u8();
            boolean binary = (flags & EventCodec.BINARY) != 0;
            if ((flags & EventCodec.NULL) != 0) {
                parameters.add(new Parameter(binary, null));
                continue;
            }
            ByteBuffer value = in.bytes();
            byte[] bytes = new byte[value.remaining()];
            value.get(bytes);
            parameters.add(new Parameter(binary, bytes));
            if ((flags & EventCodec.CUT) != 0) {
                long length = in.varint();
                byte[] sha256 = new byte[32];
                in.fixed(32).get(sha256);
                cuts.add(new Entry.Cut(i, length, HexFormat.of().formatHex(sha256)));
            }
        }
        return parameters;
    }

    private List<String> strings() throws MalformedRecordException {
        int count = in.count(1);
        List<String> strings = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            strings.add(in.string());
        }
        return strings;
    }

    private Map<String, String> map() throws MalformedRecordException {
        int count = in.count(2);
        Map<String, String> map = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            map.put(in.string(), in.string());
        }
        return map;
    }
}

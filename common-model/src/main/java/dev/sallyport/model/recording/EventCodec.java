package dev.sallyport.model.recording;

import dev.sallyport.model.statement.Parameter;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Writes events as records; [EventDecoder] reads them back. `docs/RECORDING-FORMAT.md` describes each byte.
///
/// This runs on event loops for every statement, so it allocates nothing but what a growing buffer needs.
public final class EventCodec {
    /// Of a bound value, this much is kept; of a longer one its length and SHA-256 as well.
    public static final int PARAMETER_BYTES_MAX = 64 * 1024;

    /// No record is longer, in bytes after its length field: a statement of 16 MiB fits, whatever its characters.
    public static final int RECORD_BYTES_MAX = 64 * 1024 * 1024;

    static final int BINARY = 1;
    static final int NULL = 2;
    static final int CUT = 4;

    private EventCodec() {}

    /// Adds one record to the buffer.
    ///
    /// @param nanosDelta nanoseconds since the record before it, 0 for the first of a segment
    /// @return the bytes added, length field included
    /// @throws IllegalArgumentException where the record is longer than [#RECORD_BYTES_MAX]; nothing is added then
    public static int encode(RecordBuffer to, long nanosDelta, Event event) {
        int start = to.length();
        if (event instanceof Event.Rows rows) {
            check(rows.wire().remaining());
        } else if (event instanceof Event.RowsIn rows) {
            check(rows.wire().remaining());
        }
        to.putInt(0);
        to.putByte(typeOf(event));
        to.putVarint(nanosDelta);
        putFields(to, event);
        int length = to.length() - start - 4;
        if (length > RECORD_BYTES_MAX) {
            to.cutTo(start);
            check(length);
        }
        to.setInt(start, length);
        return length + 4;
    }

    private static void check(int length) {
        if (length > RECORD_BYTES_MAX) {
            throw new IllegalArgumentException(
                    "record: "
                            + length
                            + " bytes (expected: at most "
                            + RECORD_BYTES_MAX
                            + "; the rest of a long result is to be counted)");
        }
    }

    private static int typeOf(Event event) {
        return switch (event) {
            case Event.Opened opened -> EventType.OPENED;
            case Event.Asked asked -> EventType.ASKED;
            case Event.Decided decided -> EventType.DECIDED;
            case Event.ApprovalAsked asked -> EventType.APPROVAL_ASKED;
            case Event.ApprovalAnswered answered -> EventType.APPROVAL_ANSWERED;
            case Event.Columns columns -> EventType.COLUMNS;
            case Event.Rows rows -> EventType.ROWS;
            case Event.RowsIn rows -> EventType.ROWS_IN;
            case Event.Completed completed -> EventType.COMPLETED;
            case Event.Failed failed -> EventType.FAILED;
            case Event.Cancelled cancelled -> EventType.CANCELLED;
            case Event.Noted noted -> EventType.NOTED;
            case Event.Closed closed -> EventType.CLOSED;
            case Event.Forwarded forwarded -> EventType.FORWARDED;
            case Event.SqlKeyframe keyframe -> EventType.SQL_KEYFRAME;
            case Event.TerminalKeyframe keyframe -> EventType.TERMINAL_KEYFRAME;
            case Event.TerminalIn in -> EventType.TERMINAL_IN;
            case Event.TerminalOut out -> EventType.TERMINAL_OUT;
            case Event.Resized resized -> EventType.RESIZED;
            case Event.HttpRequest request -> EventType.HTTP_REQUEST;
            case Event.HttpResponse response -> EventType.HTTP_RESPONSE;
            case Event.Chunk chunk -> EventType.CHUNK;
            case Event.Marked marked -> EventType.MARKED;
            case Event.Lost lost -> EventType.LOST;
        };
    }

    /// The statement's number comes first, 0 where the event belongs to none, so that a reader can pick statements
    /// without knowing every type.
    private static void putFields(RecordBuffer to, Event event) {
        switch (event) {
            case Event.Opened(String kind, Map<String, String> facts) -> {
                to.putVarint(0);
                to.putString(kind);
                putMap(to, facts);
            }
            case Event.Asked asked -> {
                to.putVarint(asked.statement());
                to.putString(asked.text());
                to.putVarint(asked.parameters().size());
                for (int i = 0; i < asked.parameters().size(); i++) {
                    putParameter(to, asked.parameters().get(i));
                }
                to.putString(asked.sha256());
                to.putString(asked.does());
            }
            case Event.Decided decided -> {
                to.putVarint(decided.statement());
                to.putString(decided.verdict());
                putStrings(to, decided.rules());
                to.putString(decided.says());
                to.putString(decided.policyVersion());
            }
            case Event.ApprovalAsked asked -> {
                to.putVarint(asked.statement());
                to.putString(asked.approval());
                to.putString(asked.fromRoles());
                to.putVarint(asked.people());
                to.putVarint(asked.waitMillis());
            }
            case Event.ApprovalAnswered answered -> {
                to.putVarint(answered.statement());
                to.putString(answered.approval());
                to.putString(answered.outcome());
                to.putString(answered.issuer());
                to.putString(answered.subject());
                to.putString(answered.name());
                to.putString(answered.reason());
            }
            case Event.Columns columns -> {
                to.putVarint(columns.statement());
                putStrings(to, columns.names());
                putStrings(to, columns.masks());
            }
            case Event.Rows rows -> putRows(to, rows.statement(), rows.rows(), rows.wire());
            case Event.RowsIn rows -> putRows(to, rows.statement(), rows.rows(), rows.wire());
            case Event.Completed completed -> {
                to.putVarint(completed.statement());
                to.putString(completed.tag());
                to.putVarint(completed.rows());
                to.putVarint(completed.rowsRecorded());
                to.putVarint(completed.bytes());
                to.putVarint(completed.nanos());
            }
            case Event.Failed failed -> {
                to.putVarint(failed.statement());
                to.putString(failed.code());
                to.putString(failed.message());
            }
            case Event.Cancelled cancelled -> to.putVarint(cancelled.statement());
            case Event.Noted(String what, Map<String, String> values) -> {
                to.putVarint(0);
                to.putString(what);
                putMap(to, values);
            }
            case Event.Closed closed -> {
                to.putVarint(0);
                to.putString(closed.reason());
                String detail = closed.detail();
                to.putByte(detail == null ? 0 : 1);
                if (detail != null) {
                    to.putString(detail);
                }
            }
            case Event.Forwarded forwarded -> to.putVarint(forwarded.statement());
            case Event.SqlKeyframe keyframe -> {
                to.putVarint(0);
                to.putString(keyframe.transaction());
                to.putVarint(keyframe.statements());
                putMap(to, keyframe.settings());
            }
            case Event.TerminalKeyframe keyframe ->
                    putStream(to, 0, keyframe.stream(), keyframe.snapshot());
            case Event.TerminalIn in -> putStream(to, in.statement(), in.stream(), in.bytes());
            case Event.TerminalOut out -> putStream(to, out.statement(), out.stream(), out.bytes());
            case Event.Resized resized -> {
                to.putVarint(resized.statement());
                to.putVarint(resized.stream());
                to.putVarint(resized.columns());
                to.putVarint(resized.rows());
            }
            case Event.HttpRequest request -> {
                to.putVarint(request.statement());
                to.putVarint(request.stream());
                to.putString(request.method());
                to.putString(request.target());
                putHeaders(to, request.headers());
            }
            case Event.HttpResponse response -> {
                to.putVarint(response.statement());
                to.putVarint(response.stream());
                to.putVarint(response.status());
                putHeaders(to, response.headers());
            }
            case Event.Chunk chunk -> {
                to.putVarint(chunk.statement());
                to.putVarint(chunk.stream());
                to.putByte(chunk.direction() == Event.Direction.FROM_PERSON ? 1 : 2);
                to.putVarint(chunk.bytes().remaining());
                to.putBytes(chunk.bytes());
            }
            case Event.Marked marked -> {
                to.putVarint(0);
                to.putString(marked.by());
                to.putString(marked.text());
            }
            case Event.Lost lost -> {
                to.putVarint(0);
                to.putVarint(lost.fromNanos());
                to.putVarint(lost.toNanos());
                to.putString(lost.why());
            }
        }
    }

    private static void putRows(RecordBuffer to, int statement, int rows, ByteBuffer wire) {
        to.putVarint(statement);
        to.putVarint(rows);
        to.putVarint(wire.remaining());
        to.putBytes(wire);
    }

    private static void putStream(RecordBuffer to, int statement, int stream, ByteBuffer bytes) {
        to.putVarint(statement);
        to.putVarint(stream);
        to.putVarint(bytes.remaining());
        to.putBytes(bytes);
    }

    private static void putHeaders(RecordBuffer to, List<Event.Header> headers) {
        to.putVarint(headers.size());
        for (Event.Header header : headers) {
            to.putString(header.name());
            to.putString(header.value());
        }
    }

    private static void putParameter(RecordBuffer to, Parameter parameter) {
        byte[] value = parameter.value();
        int binary = parameter.binary() ? BINARY : 0;
        if (value == null) {
            to.putByte(binary | NULL);
        } else if (value.length <= PARAMETER_BYTES_MAX) {
            to.putByte(binary);
            to.putVarint(value.length);
            to.putBytes(value, value.length);
        } else {
            to.putByte(binary | CUT);
            to.putVarint(PARAMETER_BYTES_MAX);
            to.putBytes(value, PARAMETER_BYTES_MAX);
            to.putVarint(value.length);
            byte[] sha256 = Hashes.sha256().digest(value);
            to.putBytes(sha256, sha256.length);
        }
    }

    private static void putStrings(RecordBuffer to, List<String> strings) {
        to.putVarint(strings.size());
        for (int i = 0; i < strings.size(); i++) {
            to.putString(strings.get(i));
        }
    }

    /// Sorted by name, so that the same facts always give the same bytes.
    private static void putMap(RecordBuffer to, Map<String, String> map) {
        to.putVarint(map.size());
        for (Map.Entry<String, String> entry : new TreeMap<>(map).entrySet()) {
            to.putString(entry.getKey());
            to.putString(entry.getValue());
        }
    }
}

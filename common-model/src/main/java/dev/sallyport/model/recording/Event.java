package dev.sallyport.model.recording;

import dev.sallyport.model.statement.Parameter;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One thing that a recording tells. Statements are numbered from 1 within a recording, and an event names the
/// statement it belongs to.
///
/// Values here are what the person saw: masked before they are recorded. Secrets never get here.
public sealed interface Event {
    /// The first event of every recording: who, where to, how, under which policy.
    ///
    /// @param kind `session`, or `gateway` for the gateway's own audit recording
    /// @param facts `session`, `target`, `protocol`, `identity.issuer`, `identity.subject`, `identity.name`, `roles`,
    ///     `client.address`, `policy.version`, `gateway.version`, `started` (RFC 3339) …; names sorted
    record Opened(String kind, Map<String, String> facts) implements Event {
        public Opened {
            facts = Map.copyOf(facts);
        }
    }

    /// A statement was asked.
    ///
    /// @param sha256 what an approval is bound to, in hexadecimal; empty where the statement needed no approval
    /// @param does effects and relations, in words, as the reader understood them
    record Asked(int statement, String text, List<Parameter> parameters, String sha256, String does)
            implements Event {}

    /// What policy said of it.
    ///
    /// @param verdict `allow`, `approve` or `deny`
    /// @param rules ids of the rules that made it
    /// @param says what the person was or would be told; empty for a plain allow
    record Decided(
            int statement, String verdict, List<String> rules, String says, String policyVersion)
            implements Event {}

    record ApprovalAsked(
            int statement, String approval, String fromRoles, int people, long waitMillis)
            implements Event {}

    /// One person's answer, or the end of the question without one.
    ///
    /// @param outcome `approved`, `denied`, `expired` or `withdrawn`
    record ApprovalAnswered(
            int statement,
            String approval,
            String outcome,
            String issuer,
            String subject,
            String name,
            String reason)
            implements Event {}

    /// The columns of the result that follows.
    ///
    /// @param masks for each column how it was masked, or empty
    record Columns(int statement, List<String> names, List<String> masks) implements Event {}

    /// Rows as the person saw them, in the target protocol's own encoding (`postgres`: whole DataRow or CopyData
    /// messages).
    ///
    /// @param rows how many rows the bytes hold
    /// @param wire valid only during the call that takes the event
    record Rows(int statement, int rows, ByteBuffer wire) implements Event {}

    /// Rows that the person sent (COPY in), like [Rows].
    record RowsIn(int statement, int rows, ByteBuffer wire) implements Event {}

    /// The statement is done.
    ///
    /// @param tag what the target said of it, such as `SELECT 3`
    /// @param rows how many rows went to the person (or came, for COPY in), recorded or not
    /// @param rowsRecorded how many of them stand in the recording
    /// @param bytes how many bytes these rows had
    /// @param nanos from the moment it was let go
    record Completed(
            int statement, String tag, long rows, long rowsRecorded, long bytes, long nanos)
            implements Event {}

    /// The target, or the gateway, answered with an error.
    ///
    /// @param code the protocol's error code, such as SQLSTATE `42501`
    record Failed(int statement, String code, String message) implements Event {}

    /// The person asked to cancel what was running or waiting.
    record Cancelled(int statement) implements Event {}

    /// Anything else worth keeping, by name: `login-refused`, `pass-issued`, `approval-answered`, `session-killed` …
    ///
    /// @param values names and values, sorted by name
    record Noted(String what, Map<String, String> values) implements Event {
        public Noted {
            values = Map.copyOf(values);
        }
    }

    /// A statement was let go to the target, where that is not the moment at which it was decided.
    record Forwarded(int statement) implements Event {}

    /// What a reader needs to begin here and not at the recording's start. The recording asks for one every mebibyte or
    /// so; it is the first of its segment, and index and header of the segment say so.
    sealed interface Keyframe extends Event {}

    /// @param transaction `idle`, `open` or `failed`
    /// @param statements how many statements were asked before
    /// @param settings what the gateway follows of the session's settings, such as `search_path`; names sorted
    record SqlKeyframe(String transaction, int statements, Map<String, String> settings)
            implements Keyframe {
        public SqlKeyframe {
            settings = Map.copyOf(settings);
        }
    }

    /// @param stream which of the session's streams it is; 0 where there is but one
    /// @param snapshot the terminal's whole state, in the emulator's own encoding; valid only during the call
    record TerminalKeyframe(int stream, ByteBuffer snapshot) implements Keyframe {}

    /// What the person typed.
    ///
    /// @param statement the command or shell it belongs to, 0 for none
    /// @param stream which of the session's streams it is; 0 where there is but one
    /// @param bytes valid only during the call that takes the event
    record TerminalIn(int statement, int stream, ByteBuffer bytes) implements Event {}

    /// What the person's terminal was sent, like [TerminalIn].
    record TerminalOut(int statement, int stream, ByteBuffer bytes) implements Event {}

    /// The person's terminal has this size from now on, in characters.
    record Resized(int statement, int stream, int columns, int rows) implements Event {}

    /// The head of an HTTP request (RFC 9110). Headers that hold secrets never get here.
    ///
    /// @param target the request's target, as it was sent
    record HttpRequest(
            int statement, int stream, String method, String target, List<Header> headers)
            implements Event {
        public HttpRequest {
            headers = List.copyOf(headers);
        }
    }

    /// The head of an HTTP response.
    record HttpResponse(int statement, int stream, int status, List<Header> headers)
            implements Event {
        public HttpResponse {
            headers = List.copyOf(headers);
        }
    }

    /// One header field, in the order it was sent.
    record Header(String name, String value) {}

    /// A piece of a stream: a body, or what went over an upgraded connection.
    ///
    /// @param bytes valid only during the call that takes the event
    record Chunk(int statement, int stream, Direction direction, ByteBuffer bytes)
            implements Event {}

    enum Direction {
        FROM_PERSON,
        TO_PERSON
    }

    /// Somebody marked this place.
    record Marked(String by, String text) implements Event {}

    /// What happened in this time is not in the recording.
    ///
    /// @param fromNanos nanoseconds since the recording began, as is `toNanos`
    record Lost(long fromNanos, long toNanos, String why) implements Event {}

    /// The last event of every recording that ended as it should.
    ///
    /// @param reason why, as the session's end gives it
    /// @param detail empty where there is nothing to add
    record Closed(String reason, @Nullable String detail) implements Event {}
}

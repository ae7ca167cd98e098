package dev.sallyport.model.recording;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads recorded rows of the protocol `postgres`: whole DataRow (`D`) and CopyData (`d`) messages, as described in the
/// PostgreSQL manual, "Message Formats".
///
/// The bytes may be hostile; what cannot be read is counted, never guessed.
public final class PostgresRows {
    private static final int BYTES_SHOWN_MAX = 4096;

    private PostgresRows() {}

    /// @param rows what could be read
    /// @param unreadBytes bytes that are no whole message: a long row that was recorded in pieces, or none at all
    public record Result(List<Row> rows, int unreadBytes) {
        public Result {
            rows = List.copyOf(rows);
        }
    }

    /// One line of a result.
    public sealed interface Row {}

    /// @param values text as the target sent it, null for SQL NULL; what is no UTF-8 (binary formats) as `\x` and
    ///     hexadecimal digits
    public record Cells(List<@Nullable String> values) implements Row {
        public Cells {
            values = Collections.unmodifiableList(new ArrayList<>(values));
        }
    }

    /// One CopyData message.
    public record CopyLine(String text) implements Row {}

    /// Reads all messages in the bytes; the buffer's position stays where it is.
    public static Result read(ByteBuffer wire) {
        ByteBuffer in = wire.duplicate();
        List<Row> rows = new ArrayList<>();
        while (in.remaining() >= 5) {
            int type = in.get(in.position());
            int length = in.getInt(in.position() + 1);
            if (length < 4 || length > in.remaining() - 1) {
                break;
            }
            ByteBuffer body = in.slice(in.position() + 5, length - 4);
            Row row = type == 'D' ? cells(body) : type == 'd' ? new CopyLine(text(body)) : null;
            if (row == null) {
                break;
            }
            rows.add(row);
            in.position(in.position() + 1 + length);
        }
        return new Result(rows, in.remaining());
    }

    private static @Nullable Cells cells(ByteBuffer body) {
        if (body.remaining() < 2) {
            return null;
        }
        int count = body.getShort() & 0xFFFF;
        if (count > body.remaining() / 4) {
            return null;
        }
        List<@Nullable String> values = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            if (body.remaining() < 4) {
                return null;
            }
            int length = body.getInt();
            if (length < -1 || length > body.remaining()) {
                return null;
            }
            if (length == -1) {
                values.add(null);
            } else {
                values.add(text(body.slice(body.position(), length)));
                body.position(body.position() + length);
            }
        }
        return new Cells(values);
    }

    /// The bytes as text, shortened where they are very many; as `\\x` and hexadecimal digits where they are no UTF-8.
    public static String text(ByteBuffer bytes) {
        int length = bytes.remaining();
        String rest = length > BYTES_SHOWN_MAX ? "… (" + length + " bytes)" : "";
        byte[] shown = new byte[Math.min(length, BYTES_SHOWN_MAX)];
        bytes.get(bytes.position(), shown);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(whole(shown))) + rest;
        } catch (java.nio.charset.CharacterCodingException e) {
            return "\\x" + HexFormat.of().formatHex(shown) + rest;
        }
    }

    /// Without the beginning of a character that the shortening cut in two.
    private static byte[] whole(byte[] shown) {
        if (shown.length < BYTES_SHOWN_MAX) {
            return shown;
        }
        int end = shown.length;
        while (end > shown.length - 4 && (shown[end - 1] & 0xC0) == 0x80) {
            end--;
        }
        return (shown[end - 1] & 0x80) == 0 ? shown : java.util.Arrays.copyOf(shown, end - 1);
    }
}

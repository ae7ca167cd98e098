package dev.sallyport.gateway.protocol.postgres;

import dev.sallyport.gateway.sql.CopyOut;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Rows of COPY in the text format: values with delimiters between them, and backslashes before what they could be taken
/// for (manual, COPY, "Text Format"). A line feed always ends a row.
final class CopyTextRows extends CopyRows {
    private final byte delimiter;
    private final byte[] nullText;
    private boolean headerDue;

    /// How far the row that is pending was looked through for its end.
    private int looked;

    CopyTextRows(CopyOut copy, List<@Nullable CellMask> masks, int bytesMax) {
        super(masks, bytesMax);
        this.delimiter = (byte) copy.delimiter();
        this.nullText = copy.nullText().getBytes(StandardCharsets.UTF_8);
        this.headerDue = copy.header() == CopyOut.Header.PRESENT;
    }

    @Override
    int rowEnd(int from, int to) {
        for (int i = Math.max(from, looked); i < to; i++) {
            if (pending[i] == '\n') {
                looked = i + 1;
                return i + 1;
            }
        }
        looked = to;
        return -1;
    }

    @Override
    void moved(int by) {
        looked -= by;
    }

    @Override
    void row(int from, int to, ByteBuf out) {
        if (headerDue) {
            headerDue = false;
            out.writeBytes(pending, from, to - from);
            return;
        }
        int end = to - 1;
        int column = 0;
        int at = from;
        // A row of no columns is an empty line.
        while (columns() > 0 || at < end) {
            int next = valueEnd(at, end);
            value(mask(column++), at, next, out);
            if (next == end) {
                break;
            }
            out.writeByte(delimiter);
            at = next + 1;
        }
        if (column != columns()) {
            throw wrong(column + " values");
        }
        out.writeByte('\n');
    }

    private int valueEnd(int from, int end) {
        int at = from;
        while (at < end && pending[at] != delimiter) {
            at += pending[at] == '\\' ? 2 : 1;
        }
        return Math.min(at, end);
    }

    private void value(@Nullable CellMask mask, int from, int to, ByteBuf out) {
        if (mask == null || Arrays.equals(pending, from, to, nullText, 0, nullText.length)) {
            out.writeBytes(pending, from, to - from);
            return;
        }
        decode(from, to);
        switch (shown(mask)) {
            case Shown.AsItIs() -> out.writeBytes(pending, from, to - from);
            case Shown.AsNull() -> out.writeBytes(nullText);
            case Shown.As(byte[] value) -> encode(value, out);
        }
    }

    /// COPY TO writes no octal or hexadecimal escapes.
    private void decode(int from, int to) {
        beginField();
        int at = from;
        while (at < to) {
            if (pending[at] != '\\' || at + 1 == to) {
                addToField(pending[at++]);
                continue;
            }
            byte escaped = pending[at + 1];
            addToField(
                    switch (escaped) {
                        case 'b' -> (byte) '\b';
                        case 'f' -> (byte) '\f';
                        case 'n' -> (byte) '\n';
                        case 'r' -> (byte) '\r';
                        case 't' -> (byte) '\t';
                        case 'v' -> (byte) 0x0B;
                        default -> escaped;
                    });
            at += 2;
        }
    }

    private void encode(byte[] value, ByteBuf out) {
        for (byte b : value) {
            byte letter =
                    switch (b) {
                        case '\b' -> (byte) 'b';
                        case '\f' -> (byte) 'f';
                        case '\n' -> (byte) 'n';
                        case '\r' -> (byte) 'r';
                        case '\t' -> (byte) 't';
                        case 0x0B -> (byte) 'v';
                        case '\\' -> (byte) '\\';
                        default -> b == delimiter ? b : 0;
                    };
            if (letter != 0) {
                out.writeByte('\\').writeByte(letter);
            } else {
                out.writeByte(b);
            }
        }
    }
}

package dev.sallyport.gateway.protocol.postgres;

import dev.sallyport.gateway.sql.CopyOut;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Rows of COPY in the CSV format (manual, COPY, "CSV Format"): a value that could be taken for something else stands
/// between quotes, and may hold line feeds there.
final class CopyCsvRows extends CopyRows {
    private final byte delimiter;
    private final byte quote;
    private final byte escape;
    private final byte[] nullText;
    private boolean headerDue;

    private int looked;
    private boolean inQuotes;

    CopyCsvRows(CopyOut copy, List<@Nullable CellMask> masks, int bytesMax) {
        super(masks, bytesMax);
        this.delimiter = (byte) copy.delimiter();
        this.quote = (byte) copy.quote();
        this.escape = (byte) copy.escape();
        this.nullText = copy.nullText().getBytes(StandardCharsets.UTF_8);
        this.headerDue = copy.header() == CopyOut.Header.PRESENT;
    }

    @Override
    int rowEnd(int from, int to) {
        int at = Math.max(from, looked);
        while (at < to) {
            byte b = pending[at];
            if (inQuotes && b == escape && escape != quote) {
                // Whether it escapes anything, the next byte tells.
                if (at + 1 == to) {
                    break;
                }
                at += pending[at + 1] == quote || pending[at + 1] == escape ? 2 : 1;
                continue;
            }
            if (b == quote) {
                // A doubled one closes and opens again.
                inQuotes = !inQuotes;
            } else if (b == '\n' && !inQuotes) {
                looked = at + 1;
                return looked;
            }
            at++;
        }
        looked = at;
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
        while (columns() > 0 || at < end) {
            int next = value(mask(column++), at, end, out);
            if (next == end) {
                break;
            }
            if (pending[next] != delimiter) {
                throw new ProtocolError(
                        "row of COPY", "more behind a closing quote", "a delimiter or the end");
            }
            out.writeByte(delimiter);
            at = next + 1;
        }
        if (column != columns()) {
            throw wrong(column + " values");
        }
        out.writeByte('\n');
    }

    /// @return where the value ends
    private int value(@Nullable CellMask mask, int from, int end, ByteBuf out) {
        boolean quoted = from < end && pending[from] == quote;
        int to = quoted ? decodeQuoted(from + 1, end) : plainEnd(from, end);
        boolean isNull = !quoted && Arrays.equals(pending, from, to, nullText, 0, nullText.length);
        if (mask == null || isNull) {
            out.writeBytes(pending, from, to - from);
            return to;
        }
        if (!quoted) {
            beginField();
            addToField(from, to);
        }
        switch (shown(mask)) {
            case Shown.AsItIs() -> out.writeBytes(pending, from, to - from);
            case Shown.AsNull() -> out.writeBytes(nullText);
            case Shown.As(byte[] value) -> encode(value, quoted, out);
        }
        return to;
    }

    private int plainEnd(int from, int end) {
        int at = from;
        while (at < end && pending[at] != delimiter) {
            if (pending[at] == quote) {
                throw new ProtocolError("row of COPY", "a quote within a value", "around it");
            }
            at++;
        }
        return at;
    }

    /// @return behind the closing quote
    private int decodeQuoted(int from, int end) {
        beginField();
        int at = from;
        while (at < end) {
            byte b = pending[at];
            boolean escapes =
                    b == escape
                            && at + 1 < end
                            && (pending[at + 1] == quote || pending[at + 1] == escape);
            if (escapes) {
                addToField(pending[at + 1]);
                at += 2;
            } else if (b == quote) {
                return at + 1;
            } else {
                addToField(b);
                at++;
            }
        }
        throw new ProtocolError("row of COPY", "a quote that nothing closes", "a closing quote");
    }

    private void encode(byte[] value, boolean quoted, ByteBuf out) {
        if (!quoted && !needsQuotes(value)) {
            out.writeBytes(value);
            return;
        }
        out.writeByte(quote);
        for (byte b : value) {
            if (b == quote || b == escape) {
                out.writeByte(escape);
            }
            out.writeByte(b);
        }
        out.writeByte(quote);
    }

    private boolean needsQuotes(byte[] value) {
        for (byte b : value) {
            if (b == delimiter || b == quote || b == '\n' || b == '\r') {
                return true;
            }
        }
        return Arrays.equals(value, nullText) || value.length == 0;
    }
}

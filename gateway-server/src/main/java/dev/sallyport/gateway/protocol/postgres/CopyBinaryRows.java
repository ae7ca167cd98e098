package dev.sallyport.gateway.protocol.postgres;

import io.netty.buffer.ByteBuf;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Rows of COPY in the binary format (manual, COPY, "Binary Format"): a header, then for each row how many values it has
/// and each value with its length, then -1.
final class CopyBinaryRows extends CopyRows {
    private static final byte[] SIGNATURE = {
        'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0
    };

    /// Signature, flags, length of the extension.
    private static final int HEADER_BYTES = SIGNATURE.length + 8;

    /// Flags from 16 on change what follows; of the others, none is in use.
    private static final int FLAGS_CRITICAL = 0xFFFF0000;

    private static final int EXTENSION_BYTES_MAX = 1 << 16;

    private enum Part {
        HEADER,
        ROWS,
        NOTHING
    }

    private Part part = Part.HEADER;

    CopyBinaryRows(List<@Nullable CellMask> masks, int bytesMax) {
        super(masks, bytesMax);
    }

    @Override
    int rowEnd(int from, int to) {
        return switch (part) {
            case HEADER -> headerEnd(from, to);
            case ROWS -> tupleEnd(from, to);
            case NOTHING -> {
                if (from < to) {
                    throw new ProtocolError("COPY", "data behind its end", "nothing");
                }
                yield -1;
            }
        };
    }

    private int headerEnd(int from, int to) {
        if (to - from < HEADER_BYTES) {
            return -1;
        }
        for (int i = 0; i < SIGNATURE.length; i++) {
            if (pending[from + i] != SIGNATURE[i]) {
                throw new ProtocolError("COPY", "another signature", "PGCOPY");
            }
        }
        int flags = int32(from + SIGNATURE.length);
        int extension = int32(from + SIGNATURE.length + 4);
        if ((flags & FLAGS_CRITICAL) != 0 || extension < 0 || extension > EXTENSION_BYTES_MAX) {
            throw new ProtocolError(
                    "COPY header",
                    "flags " + Integer.toHexString(flags) + ", extension of " + extension,
                    "no critical flag, and at most " + EXTENSION_BYTES_MAX + " bytes");
        }
        int end = from + HEADER_BYTES + extension;
        return end <= to ? end : -1;
    }

    private int tupleEnd(int from, int to) {
        if (to - from < 2) {
            return -1;
        }
        int values = int16(from);
        if (values == -1) {
            return from + 2;
        }
        if (values != columns()) {
            throw wrong(values + " values");
        }
        long at = from + 2L;
        for (int i = 0; i < values; i++) {
            if (at + 4 > to) {
                return -1;
            }
            int length = int32((int) at);
            if (length < -1) {
                throw new ProtocolError("value of COPY", length, "-1 or a length");
            }
            at += 4L + Math.max(0, length);
        }
        return at <= to ? (int) at : -1;
    }

    @Override
    void row(int from, int to, ByteBuf out) {
        if (part == Part.HEADER || int16(from) == -1) {
            part = part == Part.HEADER ? Part.ROWS : Part.NOTHING;
            out.writeBytes(pending, from, to - from);
            return;
        }
        out.writeBytes(pending, from, 2);
        int at = from + 2;
        for (int column = 0; column < columns(); column++) {
            int length = int32(at);
            int next = at + 4 + Math.max(0, length);
            CellMask mask = mask(column);
            if (mask == null || length < 0) {
                out.writeBytes(pending, at, next - at);
            } else {
                beginField();
                addToField(at + 4, next);
                switch (shown(mask)) {
                    case Shown.AsItIs() -> out.writeBytes(pending, at, next - at);
                    case Shown.AsNull() -> out.writeInt(-1);
                    case Shown.As(byte[] value) -> out.writeInt(value.length).writeBytes(value);
                }
            }
            at = next;
        }
    }

    private int int16(int at) {
        return (short) (((pending[at] & 0xFF) << 8) | (pending[at + 1] & 0xFF));
    }

    private int int32(int at) {
        return (int16(at) << 16) | (int16(at + 2) & 0xFFFF);
    }
}

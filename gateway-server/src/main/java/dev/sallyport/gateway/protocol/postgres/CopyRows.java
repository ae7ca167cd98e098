package dev.sallyport.gateway.protocol.postgres;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The data of a COPY to the client, cut into rows wherever its messages begin and end, and masked row by row.
///
/// PostgreSQL sends each row as one message; the protocol does not promise it.
@SuppressWarnings("ReferenceEquality") // the very array given means: shown as it is
abstract class CopyRows {
    private final @Nullable CellMask[] masks;
    private final int bytesMax;

    /// What came and was not cut yet: from `start` up to `end`.
    byte[] pending = new byte[1024];

    private int start;
    private int end;
    private byte[] field = new byte[256];
    private int fieldLength;

    /// @param masks for each column; null where its values are shown as they are
    /// @param bytesMax for one row
    CopyRows(List<@Nullable CellMask> masks, int bytesMax) {
        this.masks = masks.toArray(new @Nullable CellMask[0]);
        this.bytesMax = bytesMax;
    }

    /// Where the row that begins at `from` ends; -1 where more of it has to come.
    ///
    /// @param to one behind the last byte that is there
    abstract int rowEnd(int from, int to);

    /// Writes one row as it may be shown.
    abstract void row(int from, int to, ByteBuf out);

    /// Takes the next bytes, and writes all rows that are complete, each as a message of its own.
    ///
    /// @return how many messages were written
    /// @throws ProtocolError where a row is malformed or too long
    int take(ByteBuf in, int at, int length, ByteBuf out) {
        append(in, at, length);
        int rows = 0;
        for (int next = rowEnd(start, end); next >= 0; next = rowEnd(start, end)) {
            int message = out.writerIndex();
            out.writeByte(MessageType.COPY_DATA).writeInt(0);
            row(start, next, out);
            out.setInt(message + 1, out.writerIndex() - message - 1);
            start = next;
            rows++;
        }
        return rows;
    }

    /// Whether part of a row is there.
    boolean isMidRow() {
        return start < end;
    }

    private void append(ByteBuf in, int at, int length) {
        int kept = end - start;
        if ((long) kept + length > bytesMax) {
            throw new ProtocolError(
                    ProtocolError.LIMIT_EXCEEDED,
                    "row of COPY to be looked into",
                    (long) kept + length + " bytes",
                    "at most " + bytesMax);
        }
        if (end + length > pending.length) {
            byte[] room =
                    kept + length > pending.length
                            ? new byte[Math.max(kept + length, 2 * pending.length)]
                            : pending;
            System.arraycopy(pending, start, room, 0, kept);
            pending = room;
            moved(start);
            start = 0;
            end = kept;
        }
        in.getBytes(at, pending, end, length);
        end += length;
    }

    /// What was pending lies so many bytes further to the front now.
    void moved(int by) {}

    int columns() {
        return masks.length;
    }

    @Nullable CellMask mask(int column) {
        if (column >= masks.length) {
            throw wrong((column + 1) + " values or more");
        }
        return masks[column];
    }

    ProtocolError wrong(String found) {
        return new ProtocolError("row of COPY", found, columns() + " values, as described");
    }

    /// Begins the plain bytes of a value.
    void beginField() {
        fieldLength = 0;
    }

    void addToField(byte b) {
        if (fieldLength == field.length) {
            field = Arrays.copyOf(field, fieldLength * 2);
        }
        field[fieldLength++] = b;
    }

    void addToField(int from, int to) {
        int needed = fieldLength + to - from;
        if (needed > field.length) {
            field = Arrays.copyOf(field, Math.max(needed, field.length * 2));
        }
        System.arraycopy(pending, from, field, fieldLength, to - from);
        fieldLength = needed;
    }

    /// What the value that was begun is shown as.
    Shown shown(CellMask mask) {
        byte[] masked = mask.mask(field, fieldLength);
        if (masked == null) {
            return new Shown.AsNull();
        }
        return masked == field ? new Shown.AsItIs() : new Shown.As(masked);
    }

    sealed interface Shown {
        record AsItIs() implements Shown {}

        record AsNull() implements Shown {}

        @SuppressWarnings("ArrayRecordComponent") // written at once, and never compared
        record As(byte[] value) implements Shown {}
    }
}

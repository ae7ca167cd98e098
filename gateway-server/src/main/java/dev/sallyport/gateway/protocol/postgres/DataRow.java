package dev.sallyport.gateway.protocol.postgres;

import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One row, for the gateway's own queries; rows on their way to a client are never taken apart like this.
///
/// @param values null for SQL NULL
record DataRow(List<byte @Nullable []> values) {
    static final byte TYPE = 'D';

    /// Reads all rows of a frame, which may hold a run of them.
    static List<DataRow> readAll(Frame frame) {
        List<DataRow> rows = new ArrayList<>();
        int at = frame.bytes().readerIndex();
        int end = frame.bytes().writerIndex();
        while (at < end) {
            int length = end - at < 5 ? -1 : frame.bytes().getInt(at + 1) + 1;
            if (length < 5 || length > end - at) {
                throw new ProtocolError("DataRow length", length, "5.." + (end - at));
            }
            rows.add(read(Frame.whole(TYPE, frame.bytes().slice(at, length))));
            at += length;
        }
        return rows;
    }

    static DataRow read(Frame frame) {
        MessageReader reader = MessageReader.of("DataRow", TYPE, frame);
        int count = reader.count16("columns", 4);
        List<byte @Nullable []> values = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            values.add(reader.value("column"));
        }
        reader.end();
        return new DataRow(Collections.unmodifiableList(values));
    }

    /// The value as text, or null.
    @Nullable String text(int column) {
        byte[] value = values.get(column);
        return value == null ? null : new String(value, StandardCharsets.UTF_8);
    }

    Frame toFrame(ByteBufAllocator allocator) {
        MessageWriter writer = new MessageWriter(allocator, TYPE).int16(values.size());
        for (byte[] value : values) {
            writer.value(value);
        }
        return writer.frame();
    }
}

package dev.sallyport.gateway.protocol.postgres;

import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.List;

/// The columns of the rows that follow, and where each comes from.
record RowDescription(List<Field> fields) {
    static final byte TYPE = 'T';

    /// name's zero byte, table OID, column, type OID, size, modifier, format
    private static final int FIELD_BYTES_MIN = 1 + 4 + 2 + 4 + 2 + 4 + 2;

    RowDescription {
        fields = List.copyOf(fields);
    }

    /// @param tableOid the relation's OID, unsigned, or 0 where the column is computed
    /// @param columnNumber 1 and up for a column, negative for a system column, 0 for the row as a whole or none
    /// @param typeSize negative for types of varying length
    /// @param format 0 for text, 1 for binary; 0 also where the format is not yet known (answer to Describe of a
    ///     statement)
    record Field(
            String name,
            int tableOid,
            int columnNumber,
            int typeOid,
            int typeSize,
            int typeModifier,
            int format) {}

    static RowDescription read(Frame frame) {
        MessageReader reader = MessageReader.of("RowDescription", TYPE, frame);
        int count = reader.count16("fields", FIELD_BYTES_MIN);
        List<Field> fields = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            String name = reader.cstring("field name");
            int tableOid = reader.int32("table OID");
            int columnNumber = reader.int16("column number");
            int typeOid = reader.int32("type OID");
            int typeSize = reader.int16("type size");
            int typeModifier = reader.int32("type modifier");
            int format = reader.int16("format");
            if (format != 0 && format != 1) {
                throw reader.error("format", format, "0 for text or 1 for binary");
            }
            fields.add(
                    new Field(
                            name, tableOid, columnNumber, typeOid, typeSize, typeModifier, format));
        }
        reader.end();
        return new RowDescription(fields);
    }

    Frame toFrame(ByteBufAllocator allocator) {
        MessageWriter writer =
                new MessageWriter(allocator, TYPE, 64 + 32 * fields.size()).int16(fields.size());
        for (Field field : fields) {
            writer.cstring(field.name)
                    .int32(field.tableOid)
                    .int16(field.columnNumber)
                    .int32(field.typeOid)
                    .int16(field.typeSize)
                    .int32(field.typeModifier)
                    .int16(field.format);
        }
        return writer.frame();
    }
}

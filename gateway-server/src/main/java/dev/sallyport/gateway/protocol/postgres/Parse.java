package dev.sallyport.gateway.protocol.postgres;

import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.List;

/// Prepares a statement under a name, which is empty for the unnamed one.
///
/// @param parameterTypes OIDs; 0 leaves the type to the server
record Parse(String statement, String text, List<Integer> parameterTypes) {
    static final byte TYPE = 'P';

    Parse {
        parameterTypes = List.copyOf(parameterTypes);
    }

    static Parse read(Frame frame) {
        MessageReader reader = MessageReader.of("Parse", TYPE, frame);
        String statement = reader.cstring("statement");
        String text = reader.cstring("text");
        int count = reader.count16("parameter types", 4);
        List<Integer> types = List.of();
        if (count > 0) {
            types = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                types.add(reader.int32("parameter type"));
            }
        }
        reader.end();
        return new Parse(statement, text, types);
    }

    Frame toFrame(ByteBufAllocator allocator) {
        MessageWriter writer =
                new MessageWriter(allocator, TYPE, 16 + text.length())
                        .cstring(statement)
                        .cstring(text)
                        .int16(parameterTypes.size());
        parameterTypes.forEach(writer::int32);
        return writer.frame();
    }
}

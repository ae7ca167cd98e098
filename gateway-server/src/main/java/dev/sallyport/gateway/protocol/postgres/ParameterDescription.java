package dev.sallyport.gateway.protocol.postgres;

import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.List;

/// The types that the server gives the parameters of a prepared statement: the answer to a Describe of it.
///
/// @param types OIDs
record ParameterDescription(List<Integer> types) {
    static final byte TYPE = 't';

    ParameterDescription {
        types = List.copyOf(types);
    }

    static ParameterDescription read(Frame frame) {
        MessageReader reader = MessageReader.of("ParameterDescription", TYPE, frame);
        int count = reader.count16("parameter types", 4);
        List<Integer> types = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            types.add(reader.int32("parameter type"));
        }
        reader.end();
        return new ParameterDescription(types);
    }

    Frame toFrame(ByteBufAllocator allocator) {
        MessageWriter writer = new MessageWriter(allocator, TYPE).int16(types.size());
        types.forEach(writer::int32);
        return writer.frame();
    }
}

package dev.sallyport.gateway.protocol.postgres;

import io.netty.buffer.ByteBufAllocator;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/// The first message of a session: the protocol's version and the parameters asked for.
///
/// @param parameters `user`, `database` … in the order they came
record StartupMessage(int major, int minor, SequencedMap<String, String> parameters) {
    StartupMessage {
        parameters = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(parameters));
    }

    static StartupMessage of(Map<String, String> parameters) {
        return new StartupMessage(3, 0, new LinkedHashMap<>(parameters));
    }

    /// @throws ProtocolError also where a parameter comes twice: which of the two the target would take is its secret
    static StartupMessage read(Frame frame) {
        MessageReader reader = MessageReader.ofStartup("StartupMessage", frame);
        int version = reader.int32("version");
        SequencedMap<String, String> parameters = new LinkedHashMap<>();
        while (true) {
            String name = reader.cstring("parameter name");
            if (name.isEmpty()) {
                break;
            }
            if (parameters.put(name, reader.cstring("parameter value")) != null) {
                throw reader.error("parameter", "'" + name + "' twice", "each name once");
            }
        }
        reader.end();
        return new StartupMessage(version >>> 16, version & 0xFFFF, parameters);
    }

    Frame toFrame(ByteBufAllocator allocator) {
        MessageWriter writer = new MessageWriter(allocator, (byte) 0).int32(major << 16 | minor);
        parameters.forEach((name, value) -> writer.cstring(name).cstring(value));
        return writer.int8(0).frame();
    }
}

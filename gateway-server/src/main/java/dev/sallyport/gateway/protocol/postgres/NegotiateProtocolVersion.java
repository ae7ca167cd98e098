package dev.sallyport.gateway.protocol.postgres;

import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.List;

/// The server does not speak the minor version, or not all of the protocol options, that the client asked for.
///
/// @param newestVersion what the server speaks at most. The manual calls it a minor version; servers send, and libpq
///     reads, the full version: 3.0 is 0x30000
/// @param unknownOptions names of `_pq_.` options that it does not know
record NegotiateProtocolVersion(int newestVersion, List<String> unknownOptions) {
    static final byte TYPE = 'v';

    NegotiateProtocolVersion {
        unknownOptions = List.copyOf(unknownOptions);
    }

    static NegotiateProtocolVersion read(Frame frame) {
        MessageReader reader = MessageReader.of("NegotiateProtocolVersion", TYPE, frame);
        int newestVersion = reader.int32("version");
        int count = reader.int32("options");
        if (count < 0 || count > reader.remaining()) {
            throw reader.error("options", count, "0.." + reader.remaining());
        }
        List<String> options = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            options.add(reader.cstring("option"));
        }
        reader.end();
        return new NegotiateProtocolVersion(newestVersion, options);
    }

    Frame toFrame(ByteBufAllocator allocator) {
        MessageWriter writer =
                new MessageWriter(allocator, TYPE)
                        .int32(newestVersion)
                        .int32(unknownOptions.size());
        unknownOptions.forEach(writer::cstring);
        return writer.frame();
    }
}

package dev.sallyport.gateway.protocol.postgres;

import io.netty.buffer.ByteBufAllocator;

/// Asks what a prepared statement takes and gives, or what a portal gives.
record Describe(Prepared kind, String name) {
    static final byte TYPE = 'D';

    static Describe read(Frame frame) {
        MessageReader reader = MessageReader.of("Describe", TYPE, frame);
        Describe message = new Describe(Prepared.read(reader), reader.cstring("name"));
        reader.end();
        return message;
    }

    Frame toFrame(ByteBufAllocator allocator) {
        return new MessageWriter(allocator, TYPE).int8(kind.letter()).cstring(name).frame();
    }
}

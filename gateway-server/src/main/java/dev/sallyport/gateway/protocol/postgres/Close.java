package dev.sallyport.gateway.protocol.postgres;

import io.netty.buffer.ByteBufAllocator;

/// Lets go of a prepared statement or a portal.
record Close(Prepared kind, String name) {
    static final byte TYPE = 'C';

    static Close read(Frame frame) {
        MessageReader reader = MessageReader.of("Close", TYPE, frame);
        Close message = new Close(Prepared.read(reader), reader.cstring("name"));
        reader.end();
        return message;
    }

    Frame toFrame(ByteBufAllocator allocator) {
        return new MessageWriter(allocator, TYPE).int8(kind.letter()).cstring(name).frame();
    }
}

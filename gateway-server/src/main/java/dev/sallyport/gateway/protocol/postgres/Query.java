package dev.sallyport.gateway.protocol.postgres;

import io.netty.buffer.ByteBufAllocator;

/// A text of any number of statements, by the simple protocol.
record Query(String text) {
    static final byte TYPE = 'Q';

    static Query read(Frame frame) {
        MessageReader reader = MessageReader.of("Query", TYPE, frame);
        Query message = new Query(reader.cstring("text"));
        reader.end();
        return message;
    }

    Frame toFrame(ByteBufAllocator allocator) {
        return new MessageWriter(allocator, TYPE, 6 + text.length()).cstring(text).frame();
    }
}

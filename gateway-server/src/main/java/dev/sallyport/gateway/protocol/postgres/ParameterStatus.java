package dev.sallyport.gateway.protocol.postgres;

import io.netty.buffer.ByteBufAllocator;

/// A setting that the server reports, at login and whenever it changes.
record ParameterStatus(String name, String value) {
    static final byte TYPE = 'S';

    static ParameterStatus read(Frame frame) {
        MessageReader reader = MessageReader.of("ParameterStatus", TYPE, frame);
        ParameterStatus message =
                new ParameterStatus(reader.cstring("name"), reader.cstring("value"));
        reader.end();
        return message;
    }

    Frame toFrame(ByteBufAllocator allocator) {
        return new MessageWriter(allocator, TYPE).cstring(name).cstring(value).frame();
    }
}

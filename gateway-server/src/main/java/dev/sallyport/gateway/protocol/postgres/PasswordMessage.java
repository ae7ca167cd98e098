package dev.sallyport.gateway.protocol.postgres;

import io.netty.buffer.ByteBufAllocator;

/// A password, in the clear or hashed as MD5Password asks.
record PasswordMessage(String password) {
    static final byte TYPE = 'p';

    static PasswordMessage read(Frame frame) {
        MessageReader reader = MessageReader.of("PasswordMessage", TYPE, frame);
        PasswordMessage message = new PasswordMessage(reader.cstring("password"));
        reader.end();
        return message;
    }

    Frame toFrame(ByteBufAllocator allocator) {
        return new MessageWriter(allocator, TYPE).cstring(password).frame();
    }

    @Override
    public String toString() {
        return "PasswordMessage";
    }
}

package dev.sallyport.gateway.protocol.postgres;

import io.netty.buffer.ByteBufAllocator;

/// A further SASL message of the client's.
@SuppressWarnings("ArrayRecordComponent") // read once, never compared
record SaslResponse(byte[] data) {
    static final byte TYPE = 'p';

    static SaslResponse read(Frame frame) {
        return new SaslResponse(MessageReader.of("SASLResponse", TYPE, frame).rest());
    }

    Frame toFrame(ByteBufAllocator allocator) {
        return new MessageWriter(allocator, TYPE).raw(data).frame();
    }

    @Override
    public String toString() {
        return "SASLResponse";
    }
}

package dev.sallyport.gateway.protocol.postgres;

import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/// The client's choice of a SASL mechanism and its first message.
///
/// @param data null where the mechanism has no initial response
@SuppressWarnings("ArrayRecordComponent") // read once, never compared
record SaslInitialResponse(String mechanism, byte @Nullable [] data) {
    static final byte TYPE = 'p';

    static SaslInitialResponse read(Frame frame) {
        MessageReader reader = MessageReader.of("SASLInitialResponse", TYPE, frame);
        SaslInitialResponse message =
                new SaslInitialResponse(reader.cstring("mechanism"), reader.value("data"));
        reader.end();
        return message;
    }

    Frame toFrame(ByteBufAllocator allocator) {
        return new MessageWriter(allocator, TYPE).cstring(mechanism).value(data).frame();
    }

    @Override
    public String toString() {
        return "SASLInitialResponse for " + mechanism;
    }
}

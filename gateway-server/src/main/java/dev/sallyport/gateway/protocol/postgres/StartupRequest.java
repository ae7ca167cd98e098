package dev.sallyport.gateway.protocol.postgres;

import io.netty.buffer.ByteBufAllocator;

/// The packets of the startup phase that ask for something else than a session, told apart by a code in the version's
/// place.
enum StartupRequest {
    CANCEL(MessageType.CANCEL_REQUEST),
    SSL(MessageType.SSL_REQUEST),
    GSSENC(MessageType.GSSENC_REQUEST);

    private final int code;

    StartupRequest(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    /// The packet that is nothing but its code: SSLRequest or GSSENCRequest.
    Frame toFrame(ByteBufAllocator allocator) {
        return new MessageWriter(allocator, (byte) 0, 8).int32(code).frame();
    }
}

package dev.sallyport.gateway.protocol.postgres;

import io.netty.buffer.ByteBufAllocator;

/// The packets of the startup phase that ask for something else than a session, told apart by a code in the version's
/// place.
enum StartupRequest {
    CANCEL(1234 << 16 | 5678),
    SSL(1234 << 16 | 5679),
    GSSENC(1234 << 16 | 5680);

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

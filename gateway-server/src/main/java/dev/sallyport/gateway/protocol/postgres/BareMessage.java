package dev.sallyport.gateway.protocol.postgres;

import io.netty.buffer.ByteBufAllocator;

/// The messages that are nothing but their type.
enum BareMessage {
    SYNC('S'),
    FLUSH('H'),
    TERMINATE('X'),
    COPY_DONE('c'),
    PARSE_COMPLETE('1'),
    BIND_COMPLETE('2'),
    CLOSE_COMPLETE('3'),
    NO_DATA('n'),
    PORTAL_SUSPENDED('s'),
    EMPTY_QUERY_RESPONSE('I');

    private final byte type;

    BareMessage(char type) {
        this.type = (byte) type;
    }

    byte type() {
        return type;
    }

    /// A fresh frame of it.
    Frame toFrame(ByteBufAllocator allocator) {
        return new MessageWriter(allocator, type, 5).frame();
    }

    /// Checks that the frame is this message and nothing more.
    ///
    /// @throws ProtocolError where it is not
    void check(Frame frame) {
        MessageReader.of(name(), type, frame).end();
    }
}

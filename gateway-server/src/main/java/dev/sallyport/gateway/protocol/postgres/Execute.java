package dev.sallyport.gateway.protocol.postgres;

import io.netty.buffer.ByteBufAllocator;

/// Runs a portal.
///
/// @param rowsMax how many rows to send before the portal is suspended; 0 or less for all
record Execute(String portal, int rowsMax) {
    static final byte TYPE = 'E';

    /// The unnamed portal, all rows: what nearly every client sends.
    private static final Execute UNNAMED = new Execute("", 0);

    static Execute read(Frame frame) {
        MessageReader reader = MessageReader.of("Execute", TYPE, frame);
        String portal = reader.cstring("portal");
        int rowsMax = reader.int32("rows");
        reader.end();
        return portal.isEmpty() && rowsMax == 0 ? UNNAMED : new Execute(portal, rowsMax);
    }

    Frame toFrame(ByteBufAllocator allocator) {
        return new MessageWriter(allocator, TYPE).cstring(portal).int32(rowsMax).frame();
    }
}

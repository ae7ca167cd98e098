package dev.sallyport.gateway.protocol.postgres;

import io.netty.buffer.ByteBufAllocator;

/// One command is done.
///
/// @param tag the command and mostly a number of rows: `SELECT 3`, `INSERT 0 1`, `BEGIN`
record CommandComplete(String tag) {
    static final byte TYPE = 'C';

    static CommandComplete read(Frame frame) {
        MessageReader reader = MessageReader.of("CommandComplete", TYPE, frame);
        CommandComplete message = new CommandComplete(reader.cstring("tag"));
        reader.end();
        return message;
    }

    /// The rows that the tag's last word counts, or 0 where it counts none.
    long rows() {
        int from = tag.length();
        while (from > 0 && tag.charAt(from - 1) >= '0' && tag.charAt(from - 1) <= '9') {
            from--;
        }
        int digits = tag.length() - from;
        return digits == 0 || digits > 18 || from == 0
                ? 0
                : Long.parseLong(tag, from, tag.length(), 10);
    }

    Frame toFrame(ByteBufAllocator allocator) {
        return new MessageWriter(allocator, TYPE).cstring(tag).frame();
    }
}

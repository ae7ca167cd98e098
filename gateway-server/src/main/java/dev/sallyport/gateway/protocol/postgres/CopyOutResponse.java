package dev.sallyport.gateway.protocol.postgres;

import io.netty.buffer.ByteBufAllocator;

/// COPY data to the client follows.
///
/// @param overallFormat 0 for text and CSV, 1 for binary
/// @param columnFormats one code for each column
record CopyOutResponse(int overallFormat, FormatCodes columnFormats) {
    static final byte TYPE = 'H';

    static CopyOutResponse read(Frame frame) {
        MessageReader reader = MessageReader.of("CopyOutResponse", TYPE, frame);
        int overallFormat = reader.int8("overall format");
        if (overallFormat != 0 && overallFormat != 1) {
            throw reader.error("overall format", overallFormat, "0 for text or 1 for binary");
        }
        FormatCodes columnFormats = reader.formatCodes("column formats");
        reader.end();
        return new CopyOutResponse(overallFormat, columnFormats);
    }

    Frame toFrame(ByteBufAllocator allocator) {
        return new MessageWriter(allocator, TYPE)
                .int8(overallFormat)
                .formatCodes(columnFormats)
                .frame();
    }
}

package dev.sallyport.gateway.protocol.postgres;

import io.netty.buffer.ByteBufAllocator;

/// The server is ready for the next command.
record ReadyForQuery(Status status) {
    static final byte TYPE = 'Z';

    /// Where the session stands between transactions.
    enum Status {
        IDLE('I'),
        IN_TRANSACTION('T'),
        IN_FAILED_TRANSACTION('E');

        private final char letter;

        Status(char letter) {
            this.letter = letter;
        }

        char letter() {
            return letter;
        }
    }

    static ReadyForQuery read(Frame frame) {
        MessageReader reader = MessageReader.of("ReadyForQuery", TYPE, frame);
        byte letter = reader.int8("status");
        reader.end();
        return new ReadyForQuery(
                switch (letter) {
                    case 'I' -> Status.IDLE;
                    case 'T' -> Status.IN_TRANSACTION;
                    case 'E' -> Status.IN_FAILED_TRANSACTION;
                    default -> throw reader.error("status", letter, "I, T or E");
                });
    }

    Frame toFrame(ByteBufAllocator allocator) {
        return new MessageWriter(allocator, TYPE, 6).int8(status.letter()).frame();
    }
}

package dev.sallyport.gateway.protocol.postgres;

import io.netty.buffer.ByteBufAllocator;

/// The key by which this session can be cancelled.
///
/// @param key 4 bytes in protocol 3.0, 4 to 256 in 3.2
@SuppressWarnings("ArrayRecordComponent") // a key is compared in constant time, never as a record
record BackendKeyData(int processId, byte[] key) {
    static final byte TYPE = 'K';

    static BackendKeyData read(Frame frame) {
        MessageReader reader = MessageReader.of("BackendKeyData", TYPE, frame);
        int processId = reader.int32("process ID");
        return new BackendKeyData(processId, checkedKey(reader));
    }

    static byte[] checkedKey(MessageReader reader) {
        if (reader.remaining() < 4 || reader.remaining() > 256) {
            throw reader.error("key", reader.remaining() + " bytes", "4..256");
        }
        return reader.rest();
    }

    Frame toFrame(ByteBufAllocator allocator) {
        return new MessageWriter(allocator, TYPE).int32(processId).raw(key).frame();
    }

    @Override
    public String toString() {
        return "BackendKeyData of " + processId;
    }
}

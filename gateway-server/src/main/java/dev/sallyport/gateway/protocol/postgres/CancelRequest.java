package dev.sallyport.gateway.protocol.postgres;

import io.netty.buffer.ByteBufAllocator;

/// Asks a server to stop what another connection runs, by the key which that connection was given.
///
/// @param key 4 bytes in protocol 3.0, up to 256 in 3.2
@SuppressWarnings("ArrayRecordComponent") // a key is compared in constant time, never as a record
record CancelRequest(int processId, byte[] key) {
    static CancelRequest read(Frame frame) {
        MessageReader reader = MessageReader.ofStartup("CancelRequest", frame);
        int code = reader.int32("code");
        if (code != StartupRequest.CANCEL.code()) {
            throw reader.error("code", code, String.valueOf(StartupRequest.CANCEL.code()));
        }
        int processId = reader.int32("process ID");
        return new CancelRequest(processId, BackendKeyData.checkedKey(reader));
    }

    Frame toFrame(ByteBufAllocator allocator) {
        return new MessageWriter(allocator, (byte) 0)
                .int32(StartupRequest.CANCEL.code())
                .int32(processId)
                .raw(key)
                .frame();
    }

    @Override
    public String toString() {
        return "CancelRequest of " + processId;
    }
}

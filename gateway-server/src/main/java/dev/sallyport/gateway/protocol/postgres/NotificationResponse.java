package dev.sallyport.gateway.protocol.postgres;

import io.netty.buffer.ByteBufAllocator;

/// What a session sent by `NOTIFY`, to one that listens.
///
/// @param processId of the session that sent it
record NotificationResponse(int processId, String channel, String payload) {
    static final byte TYPE = 'A';

    static NotificationResponse read(Frame frame) {
        MessageReader reader = MessageReader.of("NotificationResponse", TYPE, frame);
        int processId = reader.int32("process id");
        String channel = reader.cstring("channel");
        String payload = reader.cstring("payload");
        reader.end();
        return new NotificationResponse(processId, channel, payload);
    }

    Frame toFrame(ByteBufAllocator allocator) {
        return new MessageWriter(allocator, TYPE, 32 + channel.length() + payload.length())
                .int32(processId)
                .cstring(channel)
                .cstring(payload)
                .frame();
    }
}

package dev.sallyport.gateway.protocol;

import java.nio.ByteBuffer;

/// The one login sequence, for every protocol.
public interface Door {
    /// Asks for a session. The answer comes on the connection's event loop, once; until then the claim's secret is kept.
    void admit(Claim claim, LoginPrompts prompts);

    /// Makes a key that [#cancel] finds this session by.
    ///
    /// @param bytes how many bytes of key, 4 to 32
    CancelKey newCancelKey(Session session, int bytes);

    /// Cancels what the key's session is doing, if there is one; comparison takes the same time for every key.
    void cancel(int processId, ByteBuffer key);

    /// What a client shows to cancel: like PostgreSQL's process ID and secret key.
    @SuppressWarnings("ArrayRecordComponent") // never compared as a record, always in constant time
    record CancelKey(int processId, byte[] key) {}
}

package dev.sallyport.gateway.session;

import dev.sallyport.gateway.protocol.Door.CancelKey;
import dev.sallyport.model.identity.SessionId;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// The gateway's own cancel keys: a target's real key never reaches a client, and a client's key opens nothing but the
/// session it was made for.
final class CancelKeys {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final ConcurrentMap<Integer, Holder> byProcessId = new ConcurrentHashMap<>();
    private final ConcurrentMap<SessionId, Integer> bySession = new ConcurrentHashMap<>();

    private record Holder(CancelKey key, Connection connection) {}

    /// @param bytes of key: 4 for PostgreSQL's protocol 3.0, 32 from 3.2 on
    CancelKey make(SessionId session, int bytes, Connection connection) {
        if (bytes < 4 || bytes > 32) {
            throw new IllegalArgumentException(
                    "cancel key: " + bytes + " bytes (expected: 4 to 32)");
        }
        byte[] secret = new byte[bytes];
        RANDOM.nextBytes(secret);
        while (true) {
            CancelKey key = new CancelKey(1 + RANDOM.nextInt(Integer.MAX_VALUE - 1), secret);
            if (byProcessId.putIfAbsent(key.processId(), new Holder(key, connection)) == null) {
                bySession.put(session, key.processId());
                return key;
            }
        }
    }

    void forget(SessionId session) {
        Integer processId = bySession.remove(session);
        if (processId != null) {
            byProcessId.remove(processId);
        }
    }

    /// Cancels on the session's own loop. A wrong key does nothing and says nothing, as the protocol has it.
    void cancel(int processId, ByteBuffer key) {
        Holder holder = byProcessId.get(processId);
        byte[] shown = new byte[key.remaining()];
        key.duplicate().get(shown);
        if (holder != null && MessageDigest.isEqual(holder.key.key(), shown)) {
            holder.connection.loop().execute(holder.connection::cancel);
        }
    }
}

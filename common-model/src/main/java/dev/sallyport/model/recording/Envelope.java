package dev.sallyport.model.recording;

import dev.sallyport.model.identity.SessionId;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What an encrypted recording's header tells of its key: who can open it, and which key it is, without telling it.
///
/// @param commitment the SHA-256 of a byte and the key, so that nobody can be given another key than the rest
/// @param slots the key, encrypted for one each
@SuppressWarnings("ArrayRecordComponent") // read once, never compared
public record Envelope(byte[] commitment, List<KeySlot> slots) {
    /// With the largest keys a header still keeps within its 64 KiB.
    public static final int SLOTS_MAX = 32;

    /// How many auditors' keys fit into a header beside the gateway's own.
    public static final int AUDITORS_MAX = SLOTS_MAX - 1;

    private static final int SLOT_HEADER_BYTES = 1 + KeySlot.ID_BYTES + 2;

    public Envelope {
        slots = List.copyOf(slots);
        if (slots.isEmpty() || slots.size() > SLOTS_MAX) {
            throw new IllegalArgumentException(
                    "key slots: " + slots.size() + " (expected: 1 to " + SLOTS_MAX + ")");
        }
    }

    /// A new key and its envelope.
    public record Sealed(RecordingKey key, Envelope envelope) {}

    /// Everything about a new envelope that does not depend on the recording, which is nearly all of its cost.
    public static final class Prepared {
        private final RecordingKey key;
        private final List<RecipientKey.Prepared> recipients = new ArrayList<>();

        /// Costs about 0.5 ms for each X25519 key.
        public Prepared(List<RecipientKey> recipients, SecureRandom random) {
            key = RecordingKey.random(random);
            recipients.forEach(recipient -> this.recipients.add(recipient.prepare(random)));
        }

        /// Binds it to the recording. To be called once.
        public Sealed seal(SessionId recording, SecureRandom random) {
            List<KeySlot> slots = new ArrayList<>(recipients.size());
            recipients.forEach(recipient -> slots.add(recipient.wrap(recording, key, random)));
            return new Sealed(key, new Envelope(key.commitment(), slots));
        }
    }

    int bytes() {
        int bytes = RecordingFormat.HASH_BYTES + 1;
        for (KeySlot slot : slots) {
            bytes += SLOT_HEADER_BYTES + slot.bytes().length;
        }
        return bytes;
    }

    void write(ByteBuffer to) {
        to.put(commitment).put((byte) slots.size());
        for (KeySlot slot : slots) {
            to.put((byte) slot.type().number()).put(slot.keyId());
            to.putShort((short) slot.bytes().length).put(slot.bytes());
        }
    }

    /// Leaves in the buffer what a later minor version may have put behind.
    ///
    /// @throws IllegalArgumentException where it is not laid out as it must be
    static Envelope read(ByteBuffer from) {
        byte[] commitment = take(from, RecordingFormat.HASH_BYTES);
        int count = take(from, 1)[0] & 0xFF;
        List<KeySlot> slots = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] head = take(from, SLOT_HEADER_BYTES);
            int length = ByteBuffer.wrap(head).getShort(1 + KeySlot.ID_BYTES) & 0xFFFF;
            slots.add(
                    new KeySlot(
                            KeySlot.Type.of(head[0]),
                            Arrays.copyOfRange(head, 1, 1 + KeySlot.ID_BYTES),
                            take(from, length)));
        }
        return new Envelope(commitment, slots);
    }

    private static byte[] take(ByteBuffer from, int length) {
        if (length > from.remaining()) {
            throw new IllegalArgumentException(
                    "key slots: cut off after "
                            + from.position()
                            + " bytes (expected: "
                            + length
                            + " more)");
        }
        byte[] bytes = new byte[length];
        from.get(bytes);
        return bytes;
    }
}

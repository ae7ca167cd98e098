package dev.sallyport.model.recording;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.OptionalLong;

/// What a verifier says of a recording.
public sealed interface ChainVerdict {

    /// The exit status of a program that says so: 0 intact and sealed, 1 damaged, 2 not readable by this version, 3
    /// intact and not sealed.
    default int status() {
        return switch (this) {
            case Sealed sealed -> 0;
            case Unsealed unsealed -> 3;
            case Damaged damaged -> damaged.damage() == Damage.UNSUPPORTED ? 2 : 1;
        };
    }

    /// The verdict for programs. The names in it are kept.
    default ObjectNode json() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("status", status());
        switch (this) {
            case Sealed sealed ->
                    node.put("state", "sealed")
                            .put("recording", sealed.header.id().value())
                            .put("records", sealed.records)
                            .put("bytes", sealed.bytes)
                            .put("reason", sealed.reason.word())
                            .put("key", sealed.header.key().idText())
                            .put("keyTrusted", sealed.keyCheck == KeyCheck.TRUSTED)
                            .put("chain", sealed.ends.last);
            case Unsealed unsealed ->
                    node.put("state", "unsealed")
                            .put("recording", unsealed.header.id().value())
                            .put("records", unsealed.records)
                            .put("signedRecords", unsealed.signedRecords)
                            .put("bytes", unsealed.bytes)
                            .put("tailBytes", unsealed.tailBytes)
                            .put("key", unsealed.header.key().idText())
                            .put("keyTrusted", unsealed.keyCheck == KeyCheck.TRUSTED)
                            .put("chain", unsealed.ends.last);
            case Damaged damaged -> {
                node.put("state", "damaged")
                        .put("damage", damaged.damage.word())
                        .put("firstRecord", damaged.firstRecord)
                        .put("offset", damaged.offset)
                        .put("why", damaged.why);
                damaged.lastRecord.ifPresent(last -> node.put("lastRecord", last));
            }
        }
        return node;
    }

    /// Whether the key that signed was compared with one the reader trusts.
    enum KeyCheck {
        /// It is one of the trusted keys.
        TRUSTED,
        /// No trusted key was given: the recording agrees with itself, but anybody could have made it.
        NOT_CHECKED
    }

    /// The chain's first and last value, in hexadecimal: together they say which recording it is, and that it is all of
    /// it. What a day log keeps.
    record Ends(String first, String last) {}

    /// Whole and unaltered, from the header to the seal.
    ///
    /// @param records how many there are
    /// @param bytes the file's length
    record Sealed(
            RecordingHeader header,
            long records,
            long bytes,
            SealReason reason,
            KeyCheck keyCheck,
            Ends ends)
            implements ChainVerdict {}

    /// Unaltered as far as it goes, but without a seal: still growing, or left by a crash, or its end was cut off.
    ///
    /// @param records intact ones
    /// @param signedRecords how many of them a signature covers; for those after it only chain and checksums speak
    /// @param bytes length of the intact part
    /// @param tailBytes bytes after it that make no whole segment
    record Unsealed(
            RecordingHeader header,
            long records,
            long signedRecords,
            long bytes,
            long tailBytes,
            KeyCheck keyCheck,
            Ends ends)
            implements ChainVerdict {}

    /// Not what the gateway wrote.
    ///
    /// @param firstRecord the first record that cannot be relied on; all before it are intact
    /// @param lastRecord the last one that this damage is known to touch, empty where that cannot be told
    /// @param offset where in the file the damaged part begins
    /// @param why one line, with value and expectation
    record Damaged(
            Damage damage, long firstRecord, OptionalLong lastRecord, long offset, String why)
            implements ChainVerdict {}
}

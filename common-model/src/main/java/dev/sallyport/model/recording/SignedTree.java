package dev.sallyport.model.recording;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/// A Merkle tree over what one signature vouches for: checkpoints and seals of many recordings at once.
///
/// A signature costs 0.3 to 0.8 ms, so a gateway with a hundred busy sessions makes one a second for all of them, and
/// each recording gets the path from its own leaf to the root that was signed. It still verifies alone.
///
/// Leaves are padded with zeros to a power of two, so that every path of a tree has the same, known length.
public final class SignedTree {
    /// Paths are no longer: more leaves than a gateway has sessions.
    static final int PATH_MAX = 32;

    private static final byte[] DOMAIN =
            "sallyport recordings 1\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    /// Levels from the leaves up to the root.
    private final List<byte[][]> levels = new ArrayList<>();

    /// @param leaves at least one, each of 32 bytes
    public SignedTree(List<byte[]> leaves) {
        byte[][] level = new byte[1 << pathLength(leaves.size())][];
        for (int i = 0; i < level.length; i++) {
            level[i] = i < leaves.size() ? leaves.get(i) : new byte[RecordingFormat.HASH_BYTES];
        }
        levels.add(level);
        while (level.length > 1) {
            byte[][] above = new byte[level.length / 2][];
            for (int i = 0; i < above.length; i++) {
                above[i] = join(level[2 * i], level[2 * i + 1]);
            }
            levels.add(above);
            level = above;
        }
    }

    /// What is to be signed.
    public byte[] message() {
        return message(levels.getLast()[0]);
    }

    /// The hashes beside the way from this leaf to the root.
    public byte[] path(int leaf) {
        byte[] path = new byte[(levels.size() - 1) * RecordingFormat.HASH_BYTES];
        int index = leaf;
        for (int i = 0; i < levels.size() - 1; i++) {
            byte[] sibling = levels.get(i)[index ^ 1];
            System.arraycopy(
                    sibling, 0, path, i * RecordingFormat.HASH_BYTES, RecordingFormat.HASH_BYTES);
            index >>= 1;
        }
        return path;
    }

    /// How many hashes a path has in a tree of so many leaves.
    public static int pathLength(int leaves) {
        if (leaves < 1) {
            throw new IllegalArgumentException("leaves: " + leaves + " (expected: at least 1)");
        }
        return leaves == 1 ? 0 : 32 - Integer.numberOfLeadingZeros(leaves - 1);
    }

    /// What must have been signed if this leaf is in the tree.
    static byte[] message(byte[] leaf, int index, byte[] path) {
        byte[] hash = leaf;
        int place = index;
        for (int at = 0; at < path.length; at += RecordingFormat.HASH_BYTES) {
            byte[] sibling =
                    java.util.Arrays.copyOfRange(path, at, at + RecordingFormat.HASH_BYTES);
            hash = (place & 1) == 0 ? join(hash, sibling) : join(sibling, hash);
            place >>>= 1;
        }
        return message(hash);
    }

    private static byte[] message(byte[] root) {
        byte[] message = java.util.Arrays.copyOf(DOMAIN, DOMAIN.length + root.length);
        System.arraycopy(root, 0, message, DOMAIN.length, root.length);
        return message;
    }

    private static byte[] join(byte[] left, byte[] right) {
        MessageDigest digest = Hashes.sha256();
        digest.update((byte) 0x11);
        digest.update(left);
        return digest.digest(right);
    }
}

package dev.sallyport.gateway.recording;

import dev.sallyport.model.recording.SealReason;
import dev.sallyport.model.recording.SegmentChain;
import dev.sallyport.model.recording.SignedTree;
import dev.sallyport.model.recording.VerifyKey;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Signs recordings: any number of checkpoints and seals with one signature.
final class Notary {
    private final SigningKey key;
    private final InstantSource clock;

    Notary(SigningKey key, InstantSource clock) {
        this.key = key;
        this.clock = clock;
    }

    /// Whose signatures it makes.
    VerifyKey key() {
        return key.verifyKey();
    }

    /// What is to be signed of one recording.
    ///
    /// @param reason null for a checkpoint
    record Request(RecordingFile file, @Nullable SealReason reason, long nanos) {}

    /// Adds a checkpoint or seal to each file and writes it. The caller holds the files' locks.
    void sign(List<Request> requests) throws IOException {
        if (requests.isEmpty()) {
            return;
        }
        int pathLength = SignedTree.pathLength(requests.size());
        long wallMillis = clock.millis();
        List<SegmentChain.Unsigned> unsigned = new ArrayList<>(requests.size());
        List<byte[]> leaves = new ArrayList<>(requests.size());
        for (Request request : requests) {
            SegmentChain.Unsigned segment =
                    request.file()
                            .attest(
                                    request.reason(),
                                    key.verifyKey(),
                                    leaves.size(),
                                    pathLength,
                                    request.nanos(),
                                    wallMillis);
            unsigned.add(segment);
            leaves.add(segment.leaf());
        }
        SignedTree tree = new SignedTree(leaves);
        byte[] signature = key.sign(tree.message());
        for (int i = 0; i < requests.size(); i++) {
            RecordingFile file = requests.get(i).file();
            file.addSigned(unsigned.get(i), tree.path(i), signature);
            file.write();
            file.force();
        }
    }
}

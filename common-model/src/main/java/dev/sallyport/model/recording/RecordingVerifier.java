package dev.sallyport.model.recording;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/// Tells whether a recording is what the gateway wrote. Needs the file and nothing else.
///
/// It reads headers, chain and signatures, never what the records say.
public final class RecordingVerifier {
    private final Set<VerifyKey> trusted;

    /// @param trusted the gateway's published keys, old ones too; empty to take the key that the recording itself names,
    ///     which then proves only that the recording agrees with itself
    public RecordingVerifier(Set<VerifyKey> trusted) {
        this.trusted = Set.copyOf(trusted);
    }

    /// Verifies a recording, sealed or still growing.
    ///
    /// @throws IOException where the file cannot be read; whatever it holds is a verdict
    public ChainVerdict verify(Path file) throws IOException {
        Judge.Word word = read(file, Judge.Signatures.LAST);
        if (word instanceof Judge.LookCloser) {
            word = read(file, Judge.Signatures.EACH);
        }
        if (word instanceof Judge.Final(ChainVerdict verdict)) {
            return verdict;
        }
        throw new IOException(file + ": changed while it was read");
    }

    private Judge.Word read(Path file, Judge.Signatures signatures) throws IOException {
        Judge judge = new Judge(trusted, signatures);
        try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
            SegmentReader reader = new SegmentReader(in);
            Judge.Word word;
            do {
                Piece piece = reader.next();
                word = judge.hear(piece, reader);
            } while (word instanceof Judge.GoOn);
            return word;
        }
    }
}

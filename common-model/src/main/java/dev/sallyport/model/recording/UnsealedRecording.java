package dev.sallyport.model.recording;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// What recovery finds in a recording that has no seal.
public sealed interface UnsealedRecording {

    /// It can be continued.
    ///
    /// @param chain where to go on
    /// @param tailBytes bytes after it that an interrupted write left
    record Continuable(RecordingHeader header, SegmentChain chain, long tailBytes)
            implements UnsealedRecording {}

    /// Not even the header is there: nothing in it ever had a receipt.
    record Stillborn(long bytes) implements UnsealedRecording {}

    /// No crash makes this: it is to be left as it is, for people to look at.
    record Suspicious(ChainVerdict.Damaged damage) implements UnsealedRecording {}

    /// Looks at a recording without a seal. Signatures are not checked here: verifying is the auditor's, not recovery's.
    ///
    /// @return empty where it has a seal
    static Optional<UnsealedRecording> inspect(Path file) throws IOException {
        if (hasSeal(file)) {
            return Optional.empty();
        }
        long size = Files.size(file);
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 64 * 1024)) {
            SegmentReader reader = new SegmentReader(in);
            RecordingHeader header = null;
            while (true) {
                switch (reader.next()) {
                    case Piece.Start start -> header = start.header();
                    case Piece.Records records -> {}
                    case Piece.Signed signed -> {
                        if (signed.signing().reason() != null) {
                            return Optional.empty();
                        }
                    }
                    case Piece.End end -> {
                        return Optional.of(
                                header == null
                                        ? new Stillborn(size)
                                        : new Continuable(
                                                header, reader.chain(), size - reader.offset()));
                    }
                    case Piece.Broken broken -> {
                        if (!broken.torn()) {
                            return Optional.of(new Suspicious(broken.damage()));
                        }
                        return Optional.of(
                                header == null
                                        ? new Stillborn(size)
                                        : new Continuable(
                                                header, reader.chain(), size - reader.offset()));
                    }
                }
            }
        }
    }

    /// Looks for a seal at the file's end, so that a start does not read all recordings there ever were. This tells
    /// nothing of whether it is intact.
    private static boolean hasSeal(Path file) throws IOException {
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            for (int pathLength = 0; pathLength <= SignedTree.PATH_MAX; pathLength++) {
                int body = Signing.bodyBytes(pathLength);
                long at = in.length() - SegmentHeader.BYTES - body - RecordingFormat.TRAILER_BYTES;
                if (at < RecordingHeader.BYTES) {
                    return false;
                }
                byte[] bytes = new byte[SegmentHeader.BYTES];
                in.seek(at);
                in.readFully(bytes);
                if (bytes[0] == SegmentHeader.SEAL && SegmentHeader.hasGoodChecksum(bytes, 0)) {
                    SegmentHeader header = SegmentHeader.read(bytes, 0);
                    if (header.kind() == SegmentHeader.SEAL && header.storedBytes() == body) {
                        return true;
                    }
                }
            }
        }
        return false;
    }
}

package dev.sallyport.model.recording;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What recovery finds in a recording that has no seal.
public sealed interface UnsealedRecording {

    /// It can be continued.
    ///
    /// @param end where to go on
    /// @param tailBytes bytes after it that an interrupted write left
    record Continuable(RecordingHeader header, End end, long tailBytes)
            implements UnsealedRecording {}

    /// The last whole segment's end.
    final class End {
        private final SegmentReader reader;

        private End(SegmentReader reader) {
            this.reader = reader;
        }

        /// How many records stand before it.
        public long records() {
            return reader.nextSequence() - 1;
        }

        /// The chain's first value, in hexadecimal.
        public String firstChain() {
            return reader.ends().first();
        }

        /// The chain from there on.
        public SegmentChain chain(BodyPacker packer) {
            return reader.chain(packer);
        }
    }

    /// Not even the header is there: nothing in it ever had a receipt.
    record Stillborn(long bytes) implements UnsealedRecording {}

    /// No crash makes this: it is to be left as it is, for people to look at.
    ///
    /// @param header null where not even that is in order
    record Suspicious(@Nullable RecordingHeader header, ChainVerdict.Damaged damage)
            implements UnsealedRecording {}

    /// Looks at a recording without a seal. Signatures are not checked here: verifying is the auditor's, not recovery's.
    ///
    /// @return empty where it has a seal
    static Optional<UnsealedRecording> inspect(Path file) throws IOException {
        if (hasSeal(file)) {
            return Optional.empty();
        }
        long size = Files.size(file);
        try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
            SegmentReader reader = new SegmentReader(in);
            RecordingHeader header = null;
            while (true) {
                switch (reader.next()) {
                    case Piece.Start start -> header = start.header();
                    case Piece.Records records -> {}
                    case Piece.Index index -> {}
                    case Piece.Signed signed -> {
                        if (signed.signing().reason() != null) {
                            return Optional.empty();
                        }
                    }
                    case Piece.End end -> {
                        return Optional.of(ending(header, reader, size));
                    }
                    case Piece.Broken broken -> {
                        return Optional.of(
                                broken.torn()
                                        ? ending(header, reader, size)
                                        : new Suspicious(header, broken.damage()));
                    }
                }
            }
        }
    }

    private static UnsealedRecording ending(
            @Nullable RecordingHeader header, SegmentReader reader, long size) {
        return header == null
                ? new Stillborn(size)
                : new Continuable(header, new End(reader), size - reader.offset());
    }

    /// Looks for a seal at the file's end, so that a start does not read all recordings there ever were. This tells
    /// nothing of whether it is intact.
    private static boolean hasSeal(Path file) throws IOException {
        try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
            return sealOffset(in) >= 0;
        }
    }

    /// Where the segment begins that the file's end looks like; -1 where it does not look like a seal.
    static long sealOffset(FileChannel file) throws IOException {
        int longest = SegmentHeader.BYTES + Signing.bodyBytes(SignedTree.PATH_MAX);
        long size = file.size() - RecordingFormat.TRAILER_BYTES;
        int length = (int) Math.max(0, Math.min(size - RecordingHeader.BYTES, longest));
        ByteBuffer end = ByteBuffer.allocate(length);
        int got = 0;
        while (end.hasRemaining() && got >= 0) {
            got = file.read(end, size - length + end.position());
        }
        for (int pathLength = 0; pathLength <= SignedTree.PATH_MAX; pathLength++) {
            int body = Signing.bodyBytes(pathLength);
            int at = length - SegmentHeader.BYTES - body;
            if (at < 0) {
                return -1;
            }
            byte[] bytes = end.array();
            if (bytes[at] == SegmentHeader.SEAL && SegmentHeader.hasGoodChecksum(bytes, at)) {
                SegmentHeader header = SegmentHeader.read(bytes, at);
                if (header.kind() == SegmentHeader.SEAL && header.storedBytes() == body) {
                    return size - length + at;
                }
            }
        }
        return -1;
    }
}

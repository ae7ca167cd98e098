package dev.sallyport.model.recording;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads a recording's records in order, each only after its segment was found intact. Works on a recording that still
/// grows, up to what is there.
public final class RecordingReader implements Closeable {
    private final Path file;
    private final Set<VerifyKey> trusted;
    private final List<ReadingKey> keys;
    private final FileChannel in;
    private final SegmentReader segments;
    private final Judge judge;
    private @Nullable RecordingHeader header;
    private @Nullable BodyReader bodies;
    private @Nullable RecordCursor cursor;
    private @Nullable ChainVerdict verdict;
    private long segmentOffset;

    private RecordingReader(
            Path file, Set<VerifyKey> trusted, List<ReadingKey> keys, FileChannel in) {
        this.file = file;
        this.trusted = trusted;
        this.keys = keys;
        this.in = in;
        this.segments = new SegmentReader(in);
        this.judge = new Judge(trusted, Judge.Signatures.LAST);
    }

    /// @param trusted as for [RecordingVerifier]
    /// @param keys of which one must open it, if its records are encrypted
    public static RecordingReader open(Path file, Set<VerifyKey> trusted, List<ReadingKey> keys)
            throws IOException {
        return new RecordingReader(
                file,
                Set.copyOf(trusted),
                List.copyOf(keys),
                FileChannel.open(file, StandardOpenOption.READ));
    }

    /// The next record, or empty where no further one is intact; [#verdict] then says why. A record's rows are valid
    /// until the next call.
    ///
    /// @throws LockedRecordingException where none of the keys opens it
    public Optional<Entry> next() throws IOException {
        while (verdict == null) {
            try {
                if (cursor != null && cursor.hasNext()) {
                    return Optional.of(cursor.next());
                }
                advance();
            } catch (MalformedRecordException e) {
                verdict =
                        new ChainVerdict.Damaged(
                                Damage.ALTERED,
                                segments.nextSequence(),
                                OptionalLong.empty(),
                                segments.offset(),
                                "a record that is written wrongly: " + e.getMessage());
            }
        }
        return Optional.empty();
    }

    private void advance() throws IOException, MalformedRecordException {
        segmentOffset = segments.offset();
        Piece piece = segments.next();
        switch (judge.hear(piece, segments)) {
            case Judge.Final(ChainVerdict said) -> verdict = said;
            case Judge.LookCloser() -> verdict = new RecordingVerifier(trusted).verify(file);
            case Judge.GoOn() -> {
                if (piece instanceof Piece.Start(RecordingHeader found)) {
                    header = found;
                    bodies = new BodyReader(LockedRecordingException.open(found, keys));
                } else if (piece instanceof Piece.Records records
                        && header != null
                        && bodies != null) {
                    cursor =
                            new RecordCursor(
                                    records.header(), bodies.read(records), header.minorVersion());
                }
            }
        }
    }

    /// What the recording begins with; empty before the first call of [#next], and where it could not be read.
    public Optional<RecordingHeader> header() {
        return Optional.ofNullable(header);
    }

    /// Where in the file the segment begins that the last record given is part of.
    public long segmentOffset() {
        return segmentOffset;
    }

    /// What is to be thought of the recording.
    ///
    /// @throws IllegalStateException before [#next] has given an empty answer
    public ChainVerdict verdict() {
        if (verdict == null) {
            throw new IllegalStateException(
                    "verdict: not yet known (expected: after the last record was read)");
        }
        return verdict;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}

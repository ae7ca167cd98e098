package dev.sallyport.model.recording;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads a recording's records in order, each only after its segment was found intact. Works on a recording that still
/// grows, up to what is there.
public final class RecordingReader implements Closeable {
    private final Path file;
    private final Set<VerifyKey> trusted;
    private final InputStream in;
    private final SegmentReader segments;
    private final Judge judge;
    private @Nullable RecordingHeader header;
    private @Nullable RecordCursor cursor;
    private @Nullable ChainVerdict verdict;

    private RecordingReader(Path file, Set<VerifyKey> trusted, InputStream in) {
        this.file = file;
        this.trusted = trusted;
        this.in = in;
        this.segments = new SegmentReader(in);
        this.judge = new Judge(trusted, Judge.Signatures.LAST);
    }

    /// @param trusted as for [RecordingVerifier]
    public static RecordingReader open(Path file, Set<VerifyKey> trusted) throws IOException {
        return new RecordingReader(
                file,
                Set.copyOf(trusted),
                new BufferedInputStream(Files.newInputStream(file), 64 * 1024));
    }

    /// The next record, or empty where no further one is intact; [#verdict] then says why. A record's rows are valid
    /// until the next call.
    public Optional<Entry> next() throws IOException {
        while (verdict == null) {
            if (cursor != null && cursor.hasNext()) {
                try {
                    return Optional.of(cursor.next());
                } catch (MalformedRecordException e) {
                    verdict =
                            new ChainVerdict.Damaged(
                                    Damage.ALTERED,
                                    segments.nextSequence(),
                                    OptionalLong.empty(),
                                    segments.offset(),
                                    "a record that is written wrongly: " + e.getMessage());
                    break;
                }
            }
            advance();
        }
        return Optional.empty();
    }

    private void advance() throws IOException {
        Piece piece = segments.next();
        switch (judge.hear(piece, segments.offset())) {
            case Judge.Final(ChainVerdict said) -> verdict = said;
            case Judge.LookCloser() -> verdict = new RecordingVerifier(trusted).verify(file);
            case Judge.GoOn() -> {
                if (piece instanceof Piece.Start(RecordingHeader found)) {
                    header = found;
                } else if (piece instanceof Piece.Records records && header != null) {
                    cursor = new RecordCursor(records, header.minorVersion());
                }
            }
        }
    }

    /// What the recording begins with; empty before the first call of [#next], and where it could not be read.
    public Optional<RecordingHeader> header() {
        return Optional.ofNullable(header);
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

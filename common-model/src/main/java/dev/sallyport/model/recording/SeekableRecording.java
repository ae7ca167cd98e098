package dev.sallyport.model.recording;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads a recording from any place on, without reading what comes before.
///
/// It finds its way by the index at the recording's end, or, where there is none or it is wrong, by the headers of the
/// segments. Each segment is checked against the one before it as it is read; whether the whole is what the gateway
/// wrote is for [RecordingVerifier] to say.
public final class SeekableRecording implements Closeable {
    private final FileChannel file;
    private final SegmentReader segments;
    private final RecordingHeader header;
    private final BodyReader bodies;
    private final long begin;
    private SegmentIndex index;
    private boolean walked;
    private @Nullable RecordCursor cursor;
    private @Nullable Entry ahead;

    private SeekableRecording(FileChannel file, List<ReadingKey> keys) throws IOException {
        this.file = file;
        this.segments = new SegmentReader(file);
        this.header =
                switch (segments.next()) {
                    case Piece.Start(RecordingHeader found) -> found;
                    case Piece.Broken broken -> throw new IOException(broken.damage().why());
                    case Piece.Records _, Piece.Signed _, Piece.Index _, Piece.End _ ->
                            throw new IOException("no header");
                };
        this.begin = segments.offset();
        this.bodies = new BodyReader(LockedRecordingException.open(header, keys));
        SegmentIndex found = indexAtTheEnd();
        if (found == null) {
            this.index = new SegmentIndex();
            walk();
        } else {
            this.index = found;
        }
        if (index.size() > 0) {
            go(0);
        }
    }

    /// @param keys of which one must open it, if its records are encrypted
    /// @throws IOException where it cannot be read, or is no recording
    /// @throws LockedRecordingException where none of the keys opens it
    public static SeekableRecording open(Path path, List<ReadingKey> keys) throws IOException {
        FileChannel file = FileChannel.open(path, StandardOpenOption.READ);
        try {
            return new SeekableRecording(file, List.copyOf(keys));
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    public RecordingHeader header() {
        return header;
    }

    /// Goes to the first record at or after this time.
    ///
    /// @param nanos since the recording began
    public void seekTime(long nanos) throws IOException {
        jump(SegmentIndex.Column.NANOS, nanos - 1);
        skip(entry -> entry.nanos() < nanos);
    }

    /// Goes to the record with this number, from 1; behind the last one if there is none.
    public void seekSequence(long sequence) throws IOException {
        jump(SegmentIndex.Column.SEQUENCE, sequence);
        skip(entry -> entry.sequence() < sequence);
    }

    /// Goes to the record that tells of this statement being asked; behind the last one if there is none.
    ///
    /// @param statement from 1
    public void seekStatement(int statement) throws IOException {
        jump(SegmentIndex.Column.STATEMENTS_BEFORE, statement - 1);
        skip(entry ->
                !(entry.content() instanceof Entry.Known known
                        && known.event() instanceof Event.Asked asked
                        && asked.statement() >= statement));
    }

    /// The next record; empty at the end. Its bytes are valid until the next call.
    ///
    /// @throws IOException where what follows is not intact
    public Optional<Entry> next() throws IOException {
        Entry entry = ahead;
        ahead = null;
        return entry == null ? read() : Optional.of(entry);
    }

    private Optional<Entry> read() throws IOException {
        try {
            while (cursor == null || !cursor.hasNext()) {
                Piece piece = segments.next();
                switch (piece) {
                    case Piece.Records records ->
                            cursor =
                                    new RecordCursor(
                                            records.header(),
                                            bodies.read(records),
                                            header.minorVersion());
                    case Piece.Signed signed -> {}
                    case Piece.Index ignored -> {}
                    case Piece.Start start -> {}
                    case Piece.End end -> {
                        return Optional.empty();
                    }
                    case Piece.Broken broken -> throw new IOException(broken.damage().why());
                }
            }
            return Optional.of(cursor.next());
        } catch (MalformedRecordException e) {
            throw new IOException("a record that is written wrongly: " + e.getMessage(), e);
        }
    }

    private interface Before {
        boolean test(Entry entry);
    }

    private void skip(Before before) throws IOException {
        Optional<Entry> entry = next();
        while (entry.isPresent() && before.test(entry.get())) {
            entry = next();
        }
        ahead = entry.orElse(null);
    }

    private void jump(SegmentIndex.Column column, long value) throws IOException {
        int place = index.lastAtMost(column, value);
        if (place >= 0 && !go(place) && !walked) {
            // The index does not agree with the file: the file is right.
            index = new SegmentIndex();
            walk();
            jump(column, value);
        }
    }

    /// @return false where the index names a place at which no such segment begins
    private boolean go(int place) throws IOException {
        long offset = index.offset(place);
        SegmentHeader at = headerAt(offset);
        if (at == null
                || at.kind() != SegmentHeader.RECORDS
                || at.firstSequence() != index.value(place, SegmentIndex.Column.SEQUENCE)
                || at.firstNanos() != index.value(place, SegmentIndex.Column.NANOS)) {
            return false;
        }
        cursor = null;
        ahead = null;
        segments.jump(
                offset,
                at,
                (int) index.value(place, SegmentIndex.Column.STATEMENTS_BEFORE),
                chainBefore(offset));
        return true;
    }

    /// The chain's value before a segment is what the segment before it ends with.
    private byte[] chainBefore(long offset) throws IOException {
        if (offset == begin) {
            return RecordingHeader.chainStart(read(0, Math.toIntExact(begin)));
        }
        return Arrays.copyOf(
                read(offset - RecordingFormat.TRAILER_BYTES, RecordingFormat.TRAILER_BYTES),
                RecordingFormat.HASH_BYTES);
    }

    private @Nullable SegmentHeader headerAt(long offset) throws IOException {
        if (offset < begin || offset > file.size() - SegmentHeader.BYTES) {
            return null;
        }
        byte[] bytes = read(offset, SegmentHeader.BYTES);
        if (!SegmentHeader.hasGoodChecksum(bytes, 0)) {
            return null;
        }
        SegmentHeader found = SegmentHeader.read(bytes, 0);
        return found.isKnown()
                        && found.isWithinBounds()
                        && found.segmentBytes() <= file.size() - offset
                ? found
                : null;
    }

    private @Nullable SegmentIndex indexAtTheEnd() throws IOException {
        long sealAt = UnsealedRecording.sealOffset(file);
        SegmentHeader seal = sealAt < 0 ? null : headerAt(sealAt);
        if (seal == null) {
            return null;
        }
        Signing signing =
                Signing.read(
                        seal.kind(),
                        read(sealAt + SegmentHeader.BYTES, seal.storedBytes()),
                        0,
                        seal.storedBytes());
        long at = signing == null ? 0 : signing.indexOffset();
        SegmentHeader found = at == 0 ? null : headerAt(at);
        if (found == null || found.kind() != SegmentHeader.INDEX) {
            return null;
        }
        try {
            byte[] body = read(at + SegmentHeader.BYTES, found.storedBytes());
            return SegmentIndex.read(body, 0, body.length);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /// Makes the index anew, by headers alone.
    private void walk() throws IOException {
        walked = true;
        FileWindow window = new FileWindow(file);
        long offset = begin;
        int statements = 0;
        while (window.show(offset, SegmentHeader.BYTES) == SegmentHeader.BYTES) {
            int at = window.at(offset);
            if (!SegmentHeader.hasGoodChecksum(window.bytes(), at)) {
                return;
            }
            SegmentHeader found = SegmentHeader.read(window.bytes(), at);
            if (!found.isKnown() || !found.isWithinBounds()) {
                return;
            }
            if (found.kind() == SegmentHeader.RECORDS) {
                index.note(
                        offset,
                        found.firstSequence(),
                        found.firstNanos(),
                        statements,
                        found.has(SegmentHeader.KEYFRAME));
                statements = found.statements();
            }
            offset += found.segmentBytes();
        }
    }

    private byte[] read(long offset, int length) throws IOException {
        java.nio.ByteBuffer bytes = java.nio.ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            if (file.read(bytes, offset + bytes.position()) < 0) {
                throw new IOException("the file ends at " + (offset + bytes.position()));
            }
        }
        return bytes.array();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}

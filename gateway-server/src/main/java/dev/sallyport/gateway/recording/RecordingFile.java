package dev.sallyport.gateway.recording;

import dev.sallyport.model.identity.SessionId;
import dev.sallyport.model.recording.BodyPacker;
import dev.sallyport.model.recording.DayEntry;
import dev.sallyport.model.recording.Event;
import dev.sallyport.model.recording.EventCodec;
import dev.sallyport.model.recording.RecordBuffer;
import dev.sallyport.model.recording.RecordingFormat;
import dev.sallyport.model.recording.RecordingHeader;
import dev.sallyport.model.recording.SealReason;
import dev.sallyport.model.recording.SegmentChain;
import dev.sallyport.model.recording.VerifyKey;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One recording's file and its chain.
///
/// Every call is made holding [#lock]: while only the journal thread writes, nobody else ever takes it; where callers
/// write, it keeps the journal's checkpoints from coming between.
final class RecordingFile {
    final ReentrantLock lock = new ReentrantLock();

    private final Path path;
    private final Disk disk;
    private final Durability durability;
    private final SegmentChain chain;
    private final String firstChain;
    private Consumer<RecordingFile> created = file -> {};
    private @Nullable ByteBuffer header;
    private Disk.@Nullable DiskFile file;
    private boolean unsigned;
    private boolean ended;
    private ByteBuffer[] buffers = new ByteBuffer[4];
    private int bufferCount;

    /// A file that is created with the first write.
    RecordingFile(
            Path path,
            RecordingHeader header,
            BodyPacker packer,
            Disk disk,
            Durability durability) {
        byte[] bytes = header.encode();
        this.path = path;
        this.disk = disk;
        this.durability = durability;
        this.chain = new SegmentChain(bytes, packer);
        this.firstChain = HexFormat.of().formatHex(chain.value());
        this.header = ByteBuffer.wrap(bytes);
    }

    /// A file that is continued.
    ///
    /// @param firstChain the chain's first value, in hexadecimal
    RecordingFile(
            Path path, SegmentChain chain, String firstChain, Disk disk, Durability durability) {
        this.path = path;
        this.disk = disk;
        this.durability = durability;
        this.chain = chain;
        this.firstChain = firstChain;
    }

    /// Has this told once the file is there, by whoever makes it.
    void whenCreated(Consumer<RecordingFile> told) {
        created = told;
    }

    /// What the day log tells of the file once it is there.
    DayEntry opened(SessionId id) {
        return new DayEntry.Opened(id, firstChain);
    }

    /// What the day log tells of it once it is sealed.
    DayEntry sealed(SessionId id, SealReason reason) {
        return new DayEntry.Sealed(
                id,
                firstChain,
                HexFormat.of().formatHex(chain.value()),
                chain.nextSequence() - 1,
                reason);
    }

    /// The last value of a file's chain, in hexadecimal, as the file has it.
    static String lastChainOf(Path file) throws IOException {
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            byte[] bytes = new byte[RecordingFormat.TRAILER_BYTES];
            in.seek(Math.max(0, in.length() - bytes.length));
            in.read(bytes);
            return HexFormat.of().formatHex(bytes, 0, bytes.length - Integer.BYTES);
        }
    }

    /// Whether it takes no more segments.
    boolean hasEnded() {
        return ended;
    }

    /// Whether there is a file, whatever of it was written.
    boolean isOnDisk() {
        return file != null;
    }

    /// Whether something was written since the last signature.
    boolean isUnsigned() {
        return unsigned && !ended;
    }

    /// Whether something was added and not yet written.
    boolean hasPending() {
        return bufferCount > 0;
    }

    /// Nanoseconds of the last record since the recording began.
    long lastNanos() {
        return chain.lastNanos();
    }

    /// Adds a segment to what the next [#write] writes.
    void add(Batch batch, long wallMillis) {
        add(batch.segment(chain, wallMillis));
        unsigned = true;
    }

    /// Adds a segment of one record, made by the journal itself.
    ///
    /// @param nanos since the recording began
    void add(long nanos, Event event, long wallMillis) {
        RecordBuffer records = new RecordBuffer(RecordingFormat.HEADROOM, 256);
        EventCodec.encode(records, 0, event);
        int length =
                chain.addRecords(
                        records, new SegmentChain.Batch(1, nanos, nanos, 0, false), wallMillis);
        add(ByteBuffer.wrap(records.array(), chain.segmentStart(), length));
        unsigned = true;
    }

    /// Begins a checkpoint or seal; [#addSigned] adds it. An index comes before a seal, but not where the disk is full:
    /// it can be made anew.
    SegmentChain.Unsigned attest(
            @Nullable SealReason reason,
            VerifyKey key,
            int leafIndex,
            int pathLength,
            long nanos,
            long wallMillis) {
        if (reason != null && reason != SealReason.JOURNAL_FAILED) {
            chain.addIndex(nanos, wallMillis).ifPresent(this::add);
        }
        return chain.attest(reason, key, leafIndex, pathLength, nanos, wallMillis);
    }

    void addSigned(SegmentChain.Unsigned segment, byte[] path, byte[] signature) {
        add(chain.finish(segment, path, signature));
        unsigned = false;
    }

    /// Writes what was added, all at once; creates the file if this is the first time.
    void write() throws IOException {
        if (bufferCount == 0) {
            return;
        }
        Disk.DiskFile to = file;
        ByteBuffer first = header;
        if (to == null) {
            to = first == null ? disk.open(path) : disk.create(path);
            file = to;
        }
        if (first != null) {
            to.write(new ByteBuffer[] {first}, 1);
            if (durability == Durability.FORCED) {
                disk.forceFolder(
                        Objects.requireNonNull(
                                path.toAbsolutePath().getParent(), "a file is in a folder"));
            }
            header = null;
        }
        to.write(buffers, bufferCount);
        bufferCount = 0;
        chain.markWritten();
        if (first != null) {
            created.accept(this);
        }
    }

    /// What was written lasts, as far as the configured durability goes.
    void force() throws IOException {
        if (durability == Durability.FORCED && file != null) {
            file.force();
        }
    }

    /// What was written lasts, whatever durability is configured.
    void forceNow() throws IOException {
        if (file != null) {
            file.force();
            disk.forceFolder(
                    Objects.requireNonNull(
                            path.toAbsolutePath().getParent(), "a file is in a folder"));
        }
    }

    /// Cuts off what a crash left behind the last whole segment.
    void cutTail() throws IOException {
        Disk.DiskFile to = disk.open(path);
        file = to;
        to.truncate(chain.writtenOffset());
    }

    /// Goes back to the last segment that was written whole, and cuts off what a failed write left behind it.
    void rollBack() throws IOException {
        bufferCount = 0;
        chain.rollBack();
        unsigned = true;
        if (header != null) {
            header.rewind();
        }
        if (file != null) {
            file.truncate(header == null ? chain.writtenOffset() : 0);
        }
    }

    void close() throws IOException {
        ended = true;
        if (file != null) {
            Disk.DiskFile closing = file;
            file = null;
            closing.close();
        }
    }

    private void add(ByteBuffer bytes) {
        if (bufferCount == buffers.length) {
            buffers = java.util.Arrays.copyOf(buffers, buffers.length * 2);
        }
        buffers[bufferCount++] = bytes;
    }

    @Override
    public String toString() {
        return path.toString();
    }
}

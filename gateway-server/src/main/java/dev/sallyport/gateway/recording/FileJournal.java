package dev.sallyport.gateway.recording;

import dev.sallyport.model.identity.SessionId;
import dev.sallyport.model.recording.BodyCipher;
import dev.sallyport.model.recording.BodyPacker;
import dev.sallyport.model.recording.Compressor;
import dev.sallyport.model.recording.DayEntry;
import dev.sallyport.model.recording.Envelope;
import dev.sallyport.model.recording.Event;
import dev.sallyport.model.recording.RecordingFormat;
import dev.sallyport.model.recording.RecordingHeader;
import dev.sallyport.model.recording.RecordingKey;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps recordings as files in one folder, chained and signed.
///
/// If anything cannot be written, all of it has failed: every session is told, each recording is sealed as far as it was
/// written (from space kept in reserve, should the disk be full), and nothing new is taken until the gateway is started
/// again.
public final class FileJournal implements Journal {
    private static final Logger log = LoggerFactory.getLogger(FileJournal.class);

    /// Bytes that may wait to be written, of all recordings together; a recording that would go over it fails.
    static final long QUEUE_BYTES_MAX = 256L * 1024 * 1024;

    private final Path folder;
    private final Durability durability;
    private final Writer writer;
    private final GatewayKeys keys;
    private final SigningKey signing;
    private final ConcurrentLinkedQueue<DayEntry> dayEntries = new ConcurrentLinkedQueue<>();
    private final SecureRandom random = new SecureRandom();
    private final EnvelopePool envelopes;
    private final Compressor compressor = new Compressor();
    private final Disk disk;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private final FileChannel folderLock;
    private final Reserve reserve;
    private final Set<FileRecording> recordings = ConcurrentHashMap.newKeySet();
    private final CommitQueue queue = new CommitQueue();
    private final AtomicLong queuedBytes = new AtomicLong();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final Thread thread;
    private volatile boolean closing;

    /// Opens the journal on the real file system and by the machine's clocks.
    public FileJournal(Path folder, Durability durability, Writer writer, GatewayKeys keys)
            throws IOException {
        this(
                folder,
                durability,
                writer,
                keys,
                new FileDisk(),
                InstantSource.system(),
                System::nanoTime);
    }

    /// Opens the journal: makes the folder, seals what a crash left open, sets its reserve aside.
    ///
    /// @param folder where the recordings lie; used by one gateway at a time
    /// @param clock the wall clock, for anchors
    /// @param nanos a clock that never goes back, in nanoseconds
    /// @throws IOException where any of that fails, or where another gateway uses the folder
    /// @throws IllegalArgumentException for [Durability#FORCED] with [Writer#CALLER]
    public FileJournal(
            Path folder,
            Durability durability,
            Writer writer,
            GatewayKeys keys,
            Disk disk,
            InstantSource clock,
            LongSupplier nanos)
            throws IOException {
        if (durability == Durability.FORCED && writer == Writer.CALLER) {
            throw new IllegalArgumentException(
                    "writer: CALLER with durability FORCED (expected: JOURNAL_THREAD, as an"
                            + " event loop must not wait for a disk)");
        }
        this.folder = folder;
        this.durability = durability;
        this.writer = writer;
        this.keys = keys;
        this.envelopes = new EnvelopePool(keys.recipients(), random);
        this.disk = disk;
        this.clock = clock;
        this.nanos = nanos;
        this.reserve = new Reserve(folder, disk);
        Files.createDirectories(folder, FileDisk.OWNER_ONLY_FOLDER);
        this.folderLock = lock(folder);
        try {
            Notary notary = new Notary(keys.signing(), clock);
            Recovery recovery = new Recovery(folder, disk, notary, clock, this::packer);
            DayBook days = new DayBook(folder, disk, durability, clock, nanos, notary);
            days.recoverLast(recovery);
            days.begin();
            recovery.run(days::add);
            days.write();
            SigningKeyRotation rotation = keys.rotation().orElse(null);
            if (rotation == null) {
                this.signing = keys.signing();
            } else {
                this.signing = rotation.next();
                notary = new Notary(signing, clock);
                days.hand(keys.signing(), signing, notary);
                rotation.complete();
                log.info("signing key {} took the place of {}", signing, keys.signing());
            }
            reserve.setAside();
            this.thread = new Thread(new JournalThread(this, notary, days, clock), "journal");
        } catch (IOException | RuntimeException e) {
            folderLock.close();
            throw e;
        }
        thread.start();
    }

    @Override
    public Recording open(
            SessionId id, Event.Opened opened, Executor home, Consumer<Throwable> failed) {
        Envelope.Sealed sealed = envelopes.next(id);
        RecordingHeader header =
                RecordingHeader.encrypted(
                        id, clock.millis(), signing.verifyKey(), sealed.envelope());
        RecordingFile file =
                new RecordingFile(
                        folder.resolve(id.value() + RecordingFormat.SUFFIX),
                        header,
                        packer(sealed.key()),
                        disk,
                        durability);
        file.whenCreated(there -> {
            dayEntries.add(there.opened(id));
            queue.wake();
        });
        FileRecording recording =
                new FileRecording(this, id, file, home, failed, nanos.getAsLong());
        recordings.add(recording);
        // Only now, so that a failure at this moment either shows here or finds the recording in
        // the set.
        if (!isWriting()) {
            recordings.remove(recording);
            Throwable cause = failure.get();
            throw cause == null
                    ? new JournalFailedException("the journal is closed")
                    : new JournalFailedException(
                            "the journal cannot write any more: " + cause.getMessage(), cause);
        }
        recording.append(opened);
        // Without a recording to sign, the journal thread sleeps; where callers write, nothing else
        // would wake it.
        queue.wake();
        return recording;
    }

    @Override
    public boolean isWriting() {
        return !closing && failure.get() == null;
    }

    /// Waits until all is written and sealed. Recordings that their sessions have not closed end with the reason
    /// `shutdown`; what was appended to them and not committed is not kept.
    @Override
    public void close() {
        closing = true;
        queue.wake();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        envelopes.close();
        compressor.close();
        try {
            folderLock.close();
        } catch (IOException e) {
            log.warn("lock of {} not released", folder, e);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private BodyPacker packer(RecordingKey key) {
        return BodyPacker.encrypting(compressor, new BodyCipher(key, random));
    }

    /// For a recording that is continued; empty where the gateway's key, being a new one, does not open it.
    private Optional<BodyPacker> packer(RecordingHeader header) {
        if (header.envelope().isEmpty()) {
            return Optional.of(BodyPacker.plain());
        }
        try {
            return keys.reading().open(header).map(this::packer);
        } catch (GeneralSecurityException e) {
            log.error("recording {}: {}", header.id(), e.getMessage());
            return Optional.empty();
        }
    }

    /// What the day log must tell and does not yet.
    ConcurrentLinkedQueue<DayEntry> dayEntries() {
        return dayEntries;
    }

    Writer writer() {
        return writer;
    }

    long nanos() {
        return nanos.getAsLong();
    }

    /// Counts these bytes in, if they may wait as well.
    boolean makesRoomFor(int bytes) {
        if (queuedBytes.addAndGet(bytes) <= QUEUE_BYTES_MAX) {
            return true;
        }
        queuedBytes.addAndGet(-bytes);
        return false;
    }

    void put(Batch batch) {
        queue.put(batch);
    }

    /// Writes a batch on the calling thread.
    ///
    /// @return false where the recording has ended meanwhile
    boolean write(RecordingFile file, Batch batch) throws IOException {
        file.lock.lock();
        try {
            if (file.hasEnded()) {
                return false;
            }
            file.add(batch, clock.millis());
            file.write();
            return true;
        } finally {
            file.lock.unlock();
        }
    }

    /// Nothing is written from here on but seals. Safe on every thread; the first reason counts.
    void fail(Throwable why) {
        if (failure.compareAndSet(null, why)) {
            log.error("journal failed: no statement passes and no session opens from now on", why);
            queue.wake();
        }
    }

    @Nullable Throwable failure() {
        return failure.get();
    }

    boolean isClosing() {
        return closing;
    }

    CommitQueue queue() {
        return queue;
    }

    void taken(long bytes) {
        queuedBytes.addAndGet(-bytes);
    }

    /// Recordings that are not sealed yet.
    Set<FileRecording> recordings() {
        return recordings;
    }

    Reserve reserve() {
        return reserve;
    }

    private static FileChannel lock(Path folder) throws IOException {
        Path file = folder.resolve(".lock");
        FileChannel channel =
                FileChannel.open(
                        file,
                        Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                        FileDisk.OWNER_ONLY_FILE);
        try {
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (java.nio.channels.OverlappingFileLockException e) {
            log.debug("{} is locked in this process", file);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        channel.close();
        throw new IOException(
                folder + ": another gateway records here (expected: a folder of its own)");
    }
}

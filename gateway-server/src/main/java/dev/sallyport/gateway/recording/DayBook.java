package dev.sallyport.gateway.recording;

import dev.sallyport.model.identity.SessionId;
import dev.sallyport.model.recording.BodyPacker;
import dev.sallyport.model.recording.DayEntry;
import dev.sallyport.model.recording.FileKind;
import dev.sallyport.model.recording.RecordingHeader;
import dev.sallyport.model.recording.SealReason;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Writes the day logs: which recordings were opened, sealed and deleted, so that a missing one shows.
///
/// A log is a recording itself, of one day in UTC and one run of the gateway, and names the log before it. Used by one
/// thread: the one that opens the journal, then the journal's own.
final class DayBook {
    private final Path folder;
    private final Disk disk;
    private final Durability durability;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private Notary notary;
    private @Nullable Log log;

    /// The log that grows.
    private record Log(String name, LocalDate date, RecordingFile file, long startedNanos) {}

    DayBook(
            Path folder,
            Disk disk,
            Durability durability,
            InstantSource clock,
            LongSupplier nanos,
            Notary notary) {
        this.folder = folder;
        this.disk = disk;
        this.durability = durability;
        this.clock = clock;
        this.nanos = nanos;
        this.notary = notary;
    }

    /// Adds an entry; [#write] writes it. After midnight, it is the first of a new log.
    void add(DayEntry entry) throws IOException {
        Log open = log;
        if (open == null || today().isAfter(open.date)) {
            end(SealReason.CLOSED);
            open = next();
        }
        open.file.add(sinceStart(open), entry.event(), clock.millis());
    }

    /// Writes what was added, as lastingly as the journal writes recordings.
    void write() throws IOException {
        Log open = log;
        if (open != null && open.file.hasPending()) {
            open.file.write();
            open.file.force();
        }
    }

    /// Seals the last log there is, if a crash left it open. Those before it were seen to when it began.
    void recoverLast(Recovery recovery) throws IOException {
        Path last = last();
        if (last != null) {
            recovery.run(last, entry -> {});
        }
    }

    /// Begins the log of this day and run, after the last one there is.
    void begin() throws IOException {
        next();
    }

    private Log next() throws IOException {
        Path last = last();
        DayEntry.Previous previous =
                last == null
                        ? null
                        : new DayEntry.Previous(
                                String.valueOf(last.getFileName()),
                                RecordingFile.lastChainOf(last));
        long millis = clock.millis();
        if (last != null) {
            // Names follow each other even where the clock went back.
            millis = Math.max(millis, idOf(last).unixMillis() + 1);
        }
        SessionId id = SessionId.at(millis);
        LocalDate date = dateOf(millis);
        String name = date + "." + id + FileKind.DAY_LOG.suffix();
        RecordingHeader header = RecordingHeader.plain(FileKind.DAY_LOG, id, millis, notary.key());
        RecordingFile file =
                new RecordingFile(
                        folder.resolve(name), header, BodyPacker.plain(), disk, durability);
        Log open = new Log(name, date, file, nanos.getAsLong());
        log = open;
        file.add(0, DayEntry.opening(date, previous), clock.millis());
        return open;
    }

    /// Seals the log that grows, if there is one.
    void end(SealReason reason) throws IOException {
        Log open = log;
        if (open == null) {
            return;
        }
        write();
        notary.sign(List.of(new Notary.Request(open.file, reason, sinceStart(open))));
        open.file.close();
        log = null;
    }

    /// From now on, another key signs. The old one vouches for it as the last thing it does, and that is on the disk
    /// before this returns.
    void hand(SigningKey from, SigningKey to, Notary next) throws IOException {
        Log open = log;
        if (open == null) {
            open = next();
        }
        add(from.vouchFor(to));
        write();
        open.file.forceNow();
        end(SealReason.CLOSED);
        notary = next;
        begin();
        write();
    }

    /// What of it is to be signed with the next checkpoint; null where nothing is.
    Notary.@Nullable Request unsigned() {
        Log open = log;
        return open != null && open.file.isUnsigned() && open.file.isOnDisk()
                ? new Notary.Request(open.file, null, sinceStart(open))
                : null;
    }

    /// Something could not be written: goes back to what was, so that the recordings' ends can still be noted.
    void rollBack() throws IOException {
        Log open = log;
        if (open != null) {
            open.file.rollBack();
        }
    }

    /// Nanoseconds until the day ends.
    long untilMidnight() {
        Instant midnight = today().plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        return Math.max(1, midnight.toEpochMilli() - clock.millis()) * 1_000_000;
    }

    /// Begins the new day's log, if the day of the open one is over.
    void turn() throws IOException {
        Log open = log;
        if (open != null && today().isAfter(open.date)) {
            end(SealReason.CLOSED);
            begin();
            write();
        }
    }

    private LocalDate today() {
        return dateOf(clock.millis());
    }

    private static LocalDate dateOf(long millis) {
        return LocalDate.ofInstant(Instant.ofEpochMilli(millis), ZoneOffset.UTC);
    }

    private long sinceStart(Log open) {
        return Math.max(nanos.getAsLong() - open.startedNanos, open.file.lastNanos());
    }

    private @Nullable Path last() throws IOException {
        Path last = null;
        try (DirectoryStream<Path> found =
                Files.newDirectoryStream(folder, "*." + "?".repeat(26) + ".spday")) {
            for (Path file : found) {
                if (last == null || file.compareTo(last) > 0) {
                    last = file;
                }
            }
        }
        return last;
    }

    private static SessionId idOf(Path file) {
        String name = String.valueOf(file.getFileName());
        int suffix = name.length() - FileKind.DAY_LOG.suffix().length();
        return new SessionId(name.substring(suffix - 26, suffix));
    }
}

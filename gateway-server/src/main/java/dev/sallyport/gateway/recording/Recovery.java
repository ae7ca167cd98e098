package dev.sallyport.gateway.recording;

import dev.sallyport.model.recording.BodyPacker;
import dev.sallyport.model.recording.ChainVerdict;
import dev.sallyport.model.recording.DayEntry;
import dev.sallyport.model.recording.Event;
import dev.sallyport.model.recording.FileKind;
import dev.sallyport.model.recording.RecordingHeader;
import dev.sallyport.model.recording.SealReason;
import dev.sallyport.model.recording.SegmentChain;
import dev.sallyport.model.recording.UnsealedRecording;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Seals, at start, the recordings that a crash left open, and says in them what was found.
///
/// May itself be interrupted anywhere and run again: the torn end is kept aside before it is cut off, and a recording
/// without a seal is simply found again.
final class Recovery {
    private static final Logger log = LoggerFactory.getLogger(Recovery.class);

    private static final int COPY_BYTES = 64 * 1024;

    private final Path folder;
    private final Disk disk;
    private final Notary notary;
    private final InstantSource clock;
    private final Packers packers;

    /// How the records of a recording that is continued are stored.
    interface Packers {
        /// Empty where they are encrypted with a key that the gateway cannot open any more.
        Optional<BodyPacker> of(RecordingHeader header);
    }

    Recovery(Path folder, Disk disk, Notary notary, InstantSource clock, Packers packers) {
        this.folder = folder;
        this.disk = disk;
        this.notary = notary;
        this.clock = clock;
        this.packers = packers;
    }

    /// Takes what the day log is to tell.
    interface Teller {
        void tell(DayEntry entry) throws IOException;
    }

    /// Looks at all recordings.
    void run(Teller teller) throws IOException {
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(folder, "*" + FileKind.RECORDING.suffix())) {
            for (Path file : files) {
                run(file, teller);
            }
        }
    }

    /// Looks at this one.
    void run(Path file, Teller teller) throws IOException {
        UnsealedRecording found = UnsealedRecording.inspect(file).orElse(null);
        switch (found) {
            case null -> {}
            case UnsealedRecording.Continuable open -> teller.tell(seal(file, open));
            case UnsealedRecording.Stillborn(long bytes) -> {
                Path aside = keepAside(file, 0);
                disk.delete(file);
                log.warn("recording {}: no header, {} bytes kept in {}", file, bytes, aside);
            }
            case UnsealedRecording.Suspicious(
                            RecordingHeader header,
                            ChainVerdict.Damaged damage) -> {
                log.error(
                        "recording {}: damaged from record {} on, not by a crash, and left as it is: {}",
                        file,
                        damage.firstRecord(),
                        damage.why());
                if (header != null) {
                    teller.tell(new DayEntry.FoundDamaged(header.id(), damage.why()));
                }
            }
        }
    }

    private DayEntry seal(Path path, UnsealedRecording.Continuable open) throws IOException {
        long records = open.end().records();
        BodyPacker packer = packers.of(open.header()).orElse(null);
        SegmentChain chain = open.end().chain(packer == null ? BodyPacker.plain() : packer);
        String torn = "";
        if (open.tailBytes() > 0) {
            torn = keepAside(path, chain.offset()).getFileName().toString();
        }
        RecordingFile file =
                new RecordingFile(path, chain, open.end().firstChain(), disk, Durability.FORCED);
        DayEntry sealed;
        try {
            if (open.tailBytes() > 0) {
                file.cutTail();
            }
            Map<String, String> findings =
                    Map.of(
                            "records", Long.toString(records),
                            "torn.bytes", Long.toString(open.tailBytes()),
                            "torn.file", torn);
            if (packer == null) {
                log.warn("recording {}: its key is another gateway's: sealed without a note", path);
            } else {
                file.add(chain.lastNanos(), new Event.Noted("recovered", findings), clock.millis());
                file.write();
                file.force();
            }
            notary.sign(List.of(new Notary.Request(file, SealReason.RECOVERED, chain.lastNanos())));
            sealed = file.sealed(open.header().id(), SealReason.RECOVERED);
        } finally {
            file.close();
        }
        log.warn(
                "recording {}: recovered with {} records, {} torn bytes",
                path,
                records,
                open.tailBytes());
        return sealed;
    }

    /// Copies what is about to be cut off. Nothing kept earlier is overwritten: doing it again gives one more copy.
    private Path keepAside(Path file, long from) throws IOException {
        String whole = file.getFileName().toString();
        String name = whole.substring(0, whole.lastIndexOf('.')) + "." + from;
        Path aside = folder.resolve(name + ".torn");
        for (int i = 2; Files.exists(aside); i++) {
            aside = folder.resolve(name + "." + i + ".torn");
        }
        byte[] chunk = new byte[COPY_BYTES];
        try (InputStream in = Files.newInputStream(file);
                Disk.DiskFile to = disk.create(aside)) {
            in.skipNBytes(from);
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                to.write(new ByteBuffer[] {ByteBuffer.wrap(chunk, 0, n)}, 1);
            }
            to.force();
        }
        disk.forceFolder(folder);
        return aside;
    }
}

package dev.sallyport.model.recording;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A day log as it was read, as far as it is intact.
///
/// @param previous the log before it, null if it names none
/// @param verdict what is to be thought of the file
public record DayLog(
        Path file,
        DayEntry.@Nullable Previous previous,
        List<DayEntry> entries,
        ChainVerdict verdict) {
    public DayLog {
        entries = List.copyOf(entries);
    }

    /// The file's own name, by which the next log names it.
    public String name() {
        Path name = file.getFileName();
        return name == null ? "" : name.toString();
    }

    /// @param trusted as for [RecordingVerifier]
    /// @throws IOException where it cannot be read; whatever it holds is a verdict
    public static DayLog read(Path file, Set<VerifyKey> trusted) throws IOException {
        DayEntry.Previous previous = null;
        List<DayEntry> entries = new ArrayList<>();
        try (RecordingReader reader = RecordingReader.open(file, trusted, List.of())) {
            for (Optional<Entry> next = reader.next(); next.isPresent(); next = reader.next()) {
                if (next.get().content()
                        instanceof Entry.Known(Event event, List<Entry.Cut> cuts)) {
                    if (event instanceof Event.Opened opened) {
                        previous = DayEntry.previousOf(opened).orElse(null);
                    } else if (event instanceof Event.Noted noted) {
                        DayEntry.of(noted).ifPresent(entries::add);
                    }
                }
            }
            return new DayLog(file, previous, entries, reader.verdict());
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }
}

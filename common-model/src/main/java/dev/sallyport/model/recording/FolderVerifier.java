package dev.sallyport.model.recording;

import dev.sallyport.model.identity.SessionId;
import dev.sallyport.model.recording.FolderVerdict.Finding;
import dev.sallyport.model.recording.FolderVerdict.Kind;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Tells whether all recordings of a gateway are there, and are what its day logs say.
///
/// The day logs are linked to each other, so that one can only be missing at the end; what was removed there, with all
/// recordings it tells of, shows nowhere but at somebody who kept the last link.
public final class FolderVerifier {
    private final Set<VerifyKey> trusted;
    private final Map<Path, ChainVerdict> files = new TreeMap<>();
    private final List<Finding> findings = new ArrayList<>();
    private final Map<SessionId, Known> known = new LinkedHashMap<>();
    private boolean growing;

    /// @param trusted as for [RecordingVerifier]; keys that these vouch for in the day logs are trusted as well
    public FolderVerifier(Set<VerifyKey> trusted) {
        this.trusted = new HashSet<>(trusted);
    }

    /// What the day logs tell of one recording.
    private static final class Known {
        String header = "";
        DayEntry.@Nullable Sealed sealed;
        boolean deleted;
        boolean here;
    }

    /// To be called once.
    ///
    /// @throws IOException where the folder or a file cannot be read
    public FolderVerdict verify(Path folder) throws IOException {
        List<DayLog> logs = new ArrayList<>();
        for (Path file : named(folder, FileKind.DAY_LOG)) {
            logs.add(log(file, logs.isEmpty() ? null : logs.getLast()));
        }
        if (logs.isEmpty()) {
            find(Kind.MISSING, "day logs", "none is in the folder");
        }
        for (int i = 0; i < logs.size(); i++) {
            boolean last = i == logs.size() - 1;
            if (logs.get(i).verdict() instanceof ChainVerdict.Unsealed) {
                growing |= last;
                if (!last) {
                    find(
                            Kind.CUT_SHORT,
                            logs.get(i).name(),
                            "a log follows it, and it has no seal");
                }
            }
        }
        for (Path file : named(folder, FileKind.RECORDING)) {
            recording(file);
        }
        known.forEach((id, state) -> {
            if (!state.here && !state.deleted) {
                find(Kind.MISSING, id.value(), "the day log knows it, and no file is here");
            }
        });
        return new FolderVerdict(new TreeMap<>(files), findings);
    }

    private static List<Path> named(Path folder, FileKind kind) throws IOException {
        List<Path> names = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*" + kind.suffix())) {
            found.forEach(names::add);
        }
        names.sort(null);
        return names;
    }

    private DayLog log(Path file, @Nullable DayLog before) throws IOException {
        DayLog log = DayLog.read(file, trusted);
        files.put(file, log.verdict());
        DayEntry.Previous previous = log.previous();
        if (previous != null && (before == null || !previous.name().equals(before.name()))) {
            find(Kind.MISSING, previous.name(), log.name() + " follows it");
        } else if (previous == null && before != null) {
            find(Kind.DIFFERS, log.name(), "names no log before it, and there is " + before.name());
        } else if (previous != null && before != null) {
            String chain = lastOf(before.verdict());
            if (!previous.chain().equals(chain)) {
                find(
                        Kind.DIFFERS,
                        before.name(),
                        "its chain ends in "
                                + chain
                                + " (expected: "
                                + previous.chain()
                                + ", as "
                                + log.name()
                                + " says)");
            }
        }
        log.entries().forEach(entry -> learn(entry, log));
        return log;
    }

    private static String lastOf(ChainVerdict verdict) {
        return switch (verdict) {
            case ChainVerdict.Sealed sealed -> sealed.ends().last();
            case ChainVerdict.Unsealed unsealed -> unsealed.ends().last();
            case ChainVerdict.Damaged damaged -> "damage";
        };
    }

    private void learn(DayEntry entry, DayLog log) {
        switch (entry) {
            case DayEntry.Opened opened -> of(opened.recording()).header = opened.header();
            case DayEntry.Sealed sealed -> {
                Known state = of(sealed.recording());
                if (!state.header.isEmpty() && !state.header.equals(sealed.header())) {
                    find(Kind.DIFFERS, sealed.recording().value(), "the day log knows two of it");
                }
                state.header = sealed.header();
                state.sealed = sealed;
            }
            case DayEntry.FoundDamaged damaged ->
                    find(
                            Kind.DIFFERS,
                            damaged.recording().value(),
                            "was damaged when the gateway started: " + damaged.why());
            case DayEntry.Deleted deleted -> of(deleted.recording()).deleted = true;
            case DayEntry.KeyChanged changed -> {
                if (!changed.isVouchedFor()) {
                    find(
                            Kind.DIFFERS,
                            log.name(),
                            "key " + changed.to() + " is not signed by " + changed.from());
                } else if (trusted.contains(changed.from())) {
                    trusted.add(changed.to());
                }
            }
        }
    }

    private Known of(SessionId id) {
        return known.computeIfAbsent(id, ignored -> new Known());
    }

    private void recording(Path file) throws IOException {
        ChainVerdict verdict = new RecordingVerifier(trusted).verify(file);
        files.put(file, verdict);
        switch (verdict) {
            case ChainVerdict.Sealed sealed ->
                    compare(file, sealed.header(), sealed.ends(), sealed);
            case ChainVerdict.Unsealed open -> compare(file, open.header(), open.ends(), null);
            case ChainVerdict.Damaged damaged -> {
                // It is here, whatever is left of it: named by its file, as its header may be what
                // is damaged.
                Path name = file.getFileName();
                String id = name == null ? "" : name.toString().replace(RecordingFormat.SUFFIX, "");
                known.forEach((known, state) -> state.here |= known.value().equals(id));
            }
        }
    }

    private void compare(
            Path file,
            RecordingHeader header,
            ChainVerdict.Ends ends,
            ChainVerdict.@Nullable Sealed sealed) {
        String name = String.valueOf(file.getFileName());
        Known state = known.get(header.id());
        if (state == null) {
            // A recording that has just begun may be here before the growing log tells of it.
            if (sealed != null || !growing) {
                find(Kind.UNKNOWN, name, "no day log knows recording " + header.id());
            }
            return;
        }
        if (state.here) {
            find(Kind.UNKNOWN, name, "recording " + header.id() + " is here twice");
        }
        state.here = true;
        if (state.deleted) {
            find(Kind.DIFFERS, name, "was deleted, as the day log says, and is here");
        }
        if (!state.header.equals(ends.first())) {
            find(Kind.DIFFERS, name, "its header is not the one that the day log knows");
            return;
        }
        DayEntry.Sealed says = state.sealed;
        if (says == null) {
            return;
        }
        if (sealed == null) {
            find(
                    Kind.CUT_SHORT,
                    name,
                    "has no seal (expected: one after record "
                            + says.records()
                            + ", as the day log says)");
        } else if (!says.chain().equals(ends.last())) {
            find(
                    Kind.DIFFERS,
                    name,
                    "its chain ends in "
                            + ends.last()
                            + " (expected: "
                            + says.chain()
                            + ", as the day log says)");
        }
    }

    private void find(Kind kind, String subject, String why) {
        findings.add(new Finding(kind, subject, why));
    }
}

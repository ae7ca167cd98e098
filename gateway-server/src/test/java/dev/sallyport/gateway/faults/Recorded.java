package dev.sallyport.gateway.faults;

import dev.sallyport.demo.RunningGateway;
import dev.sallyport.model.recording.ChainVerdict;
import dev.sallyport.model.recording.Entry;
import dev.sallyport.model.recording.Event;
import dev.sallyport.model.recording.RecordingReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// A recording as far as it verifies, and what is to be thought of it.
record Recorded(Path file, List<Event> events, ChainVerdict verdict) {
    static Recorded read(Path file) throws IOException {
        try (RecordingReader reader =
                RecordingReader.open(
                        file, Set.of(), RunningGateway.readingKeys(file.getParent()))) {
            List<Event> events = new ArrayList<>();
            for (Optional<Entry> next = reader.next(); next.isPresent(); next = reader.next()) {
                if (next.get().content() instanceof Entry.Known known) {
                    events.add(known.event());
                }
            }
            return new Recorded(file, events, reader.verdict());
        }
    }

    /// All recordings of sessions, in no order.
    static List<Recorded> sessions(RunningGateway gateway) throws IOException {
        return sessions(gateway.recordings());
    }

    static List<Recorded> sessions(Path folder) throws IOException {
        List<Recorded> all = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".sprec")).toList()) {
                Recorded recorded = read(file);
                if (!recorded.events.isEmpty()
                        && recorded.events.getFirst() instanceof Event.Opened opened
                        && opened.kind().equals("session")) {
                    all.add(recorded);
                }
            }
        }
        return all;
    }

    /// The one session in which this was asked.
    static Recorded sessionThatAsked(String text, RunningGateway gateway) throws IOException {
        return sessionThatAsked(text, gateway.recordings());
    }

    static Recorded sessionThatAsked(String text, Path folder) throws IOException {
        return sessions(folder).stream()
                .filter(recorded ->
                        recorded.all(Event.Asked.class).anyMatch(a -> a.text().equals(text)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("nobody asked: " + text));
    }

    <E extends Event> Stream<E> all(Class<E> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast);
    }

    /// The statements that were asked and allowed, both on record.
    Set<String> allowed() {
        Set<Integer> numbers = new HashSet<>();
        all(Event.Decided.class)
                .filter(decided -> decided.verdict().equals("allow"))
                .forEach(decided -> numbers.add(decided.statement()));
        Set<String> texts = new HashSet<>();
        all(Event.Asked.class)
                .filter(asked -> numbers.contains(asked.statement()))
                .forEach(asked -> texts.add(asked.text()));
        return texts;
    }

    Optional<Event.Closed> closed() {
        return all(Event.Closed.class).findFirst();
    }

    boolean isSealed() {
        return verdict instanceof ChainVerdict.Sealed;
    }
}

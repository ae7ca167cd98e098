package dev.sallyport.model.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Recordings of real programs look as xterm.js shows them, frame by frame: text, styles, cursor, modes, scrollback.
final class RecordingsTest {
    private static final Path RECORDINGS =
            Path.of(System.getProperty("sallyport.recordings", "src/test/resources/terminal"));

    static Stream<String> recordings() throws IOException {
        try (Stream<Path> files = Files.list(RECORDINGS)) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".cast"))
                    .map(name -> name.substring(0, name.length() - ".cast".length()))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void looksAsInXtermJs(String name) throws IOException {
        Frames.Recording recording = Frames.recording(RECORDINGS.resolve(name + ".cast"));
        List<Frames.Frame> frames = Frames.expected(RECORDINGS.resolve(name + ".frames"));
        Terminal terminal = new Terminal(recording.size());
        int frame = 0;
        for (int i = 0; i < recording.events().size(); i++) {
            play(terminal, recording.events().get(i));
            if (frame < frames.size() && frames.get(frame).event() == i) {
                check(name + ", event " + i, terminal.screen(), frames.get(frame++).shown());
            }
        }
        assertThat(frame).as("frames compared").isEqualTo(frames.size());
    }

    static void play(Terminal terminal, Frames.Event event) {
        switch (event) {
            case Frames.Output output -> terminal.feed(output.bytes());
            case Frames.Resized resized -> terminal.resize(resized.size());
        }
    }

    private static void check(String where, Screen screen, Map<String, String> wanted) {
        Map<String, String> shown = Frames.shown(screen, wanted);
        StringBuilder differences = new StringBuilder();
        wanted.forEach((what, value) -> {
            if (Frames.isHere(what, screen) && !value.equals(shown.get(what))) {
                differences
                        .append(what)
                        .append("\n  expected ")
                        .append(value)
                        .append("\n  shown    ")
                        .append(shown.get(what))
                        .append('\n');
            }
        });
        assertThat(differences.toString()).as(where).isEmpty();
    }
}

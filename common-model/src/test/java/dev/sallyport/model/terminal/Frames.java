package dev.sallyport.model.terminal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A screen in the words of the `.frames` files, and what those files expect.
///
/// `src/test/oracle/README.md` has the form.
final class Frames {
    private static final List<Mode> MODES =
            List.of(
                    Mode.APPLICATION_CURSOR_KEYS,
                    Mode.APPLICATION_KEYPAD,
                    Mode.AUTOWRAP,
                    Mode.BRACKETED_PASTE,
                    Mode.CURSOR_VISIBLE,
                    Mode.FOCUS_EVENTS,
                    Mode.INSERT,
                    Mode.ORIGIN,
                    Mode.REVERSE_WRAP);

    private Frames() {}

    /// What was recorded: the size first, then what happened.
    record Recording(Size size, List<Event> events) {

        byte[] output() {
            StringBuilder text = new StringBuilder();
            for (Event event : events) {
                if (event instanceof Output output) {
                    text.append(output.text());
                }
            }
            return text.toString().getBytes(StandardCharsets.UTF_8);
        }
    }

    sealed interface Event {}

    record Output(String text) implements Event {
        byte[] bytes() {
            return text.getBytes(StandardCharsets.UTF_8);
        }
    }

    record Resized(Size size) implements Event {}

    static Recording recording(Path cast) throws IOException {
        ObjectMapper json = new ObjectMapper();
        List<String> lines = Files.readAllLines(cast);
        JsonNode header = json.readTree(lines.getFirst());
        List<Event> events = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            JsonNode event = json.readTree(line);
            String data = event.get(2).textValue();
            if (event.get(1).textValue().equals("r")) {
                String[] size = data.split("x", 2);
                events.add(
                        new Resized(
                                new Size(Integer.parseInt(size[0]), Integer.parseInt(size[1]))));
            } else {
                events.add(new Output(data));
            }
        }
        return new Recording(
                new Size(header.get("width").intValue(), header.get("height").intValue()),
                List.copyOf(events));
    }

    /// What is expected after an event: all that is shown, by name.
    record Frame(int event, Map<String, String> shown) {}

    static List<Frame> expected(Path frames) throws IOException {
        List<Frame> expected = new ArrayList<>();
        Map<String, String> shown = new LinkedHashMap<>();
        int event = -1;
        for (String line : Files.readString(frames).split("\n")) {
            int space = line.indexOf(' ');
            String what = line.substring(0, space);
            String value = line.substring(space + 1);
            if (!what.equals("frame")) {
                shown.put(what, value);
                continue;
            }
            if (event >= 0) {
                expected.add(new Frame(event, Map.copyOf(shown)));
            }
            event = Integer.parseInt(value);
        }
        expected.add(new Frame(event, Map.copyOf(shown)));
        return expected;
    }

    /// What a screen shows of that.
    static Map<String, String> shown(Screen screen, Map<String, String> wanted) {
        return wanted.keySet().stream()
                .filter(what -> isHere(what, screen))
                .collect(Collectors.toMap(what -> what, what -> value(what, screen)));
    }

    /// Whether it can be seen on a screen of this size.
    static boolean isHere(String what, Screen screen) {
        return switch (what) {
            case "cursor", "screen", "title", "modes", "scrollback" -> true;
            default -> {
                int row = Integer.parseInt(what);
                yield row < screen.size().rows() && row >= -screen.scrollback();
            }
        };
    }

    private static String value(String what, Screen screen) {
        return switch (what) {
            case "cursor" -> {
                Screen.Cursor cursor = screen.cursor();
                yield cursor.row()
                        + " "
                        + cursor.column()
                        + (cursor.wrapPending() ? " pending" : "");
            }
            case "screen" -> screen.alternate() ? "alternate" : "normal";
            case "title" -> screen.title();
            case "scrollback" -> Integer.toString(screen.scrollback());
            case "modes" ->
                    MODES.stream()
                            .filter(screen::on)
                            .map(Mode::name)
                            .collect(Collectors.joining(" "));
            default -> line(screen.line(Integer.parseInt(what)));
        };
    }

    private static String line(Line line) {
        StringBuilder text = new StringBuilder();
        int filled = 0;
        for (int column = 0; column < line.columns(); column++) {
            if (line.width(column) == 0) {
                continue;
            }
            String cell = line.text(column);
            text.append(cell.isEmpty() ? "\u2400" : cell);
            filled = cell.isEmpty() ? filled : text.length();
        }
        return (line.wrapped() ? "+" : "|") + text.substring(0, filled) + "|" + styles(line);
    }

    private static String styles(Line line) {
        List<String> runs = new ArrayList<>();
        int start = 0;
        for (int column = 1; column <= line.columns(); column++) {
            String style = style(line.style(start));
            if (column == line.columns() || !style(line.style(column)).equals(style)) {
                if (!style.isEmpty()) {
                    runs.add(start + "-" + (column - 1) + ":" + style);
                }
                start = column;
            }
        }
        return String.join(" ", runs);
    }

    private static String style(Style style) {
        String foreground = colour(style.foreground());
        String underline = colour(style.underlineColour());
        boolean underlined = style.underline() != Underline.NONE;
        return Stream.concat(
                        Stream.of(
                                foreground.isEmpty() ? "" : "f" + foreground,
                                style.background() instanceof Colour.Default
                                        ? ""
                                        : "b" + colour(style.background()),
                                underlined ? "u" + style.underline().number() : "",
                                !underlined || underline.isEmpty() || underline.equals(foreground)
                                        ? ""
                                        : "l" + underline),
                        Stream.of(Attribute.values())
                                .filter(style::has)
                                .map(attribute -> attribute.name().toLowerCase(Locale.ROOT)))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(","));
    }

    private static String colour(Colour colour) {
        return switch (colour) {
            case Colour.Default ignored -> "";
            case Colour.Indexed indexed -> Integer.toString(indexed.index());
            case Colour.Rgb rgb -> "#%06x".formatted(rgb.rgb());
        };
    }
}

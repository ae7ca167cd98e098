package dev.sallyport.gateway.yaml;

import dev.sallyport.gateway.yaml.Node.Mapping;
import dev.sallyport.gateway.yaml.Node.Scalar;
import dev.sallyport.gateway.yaml.Node.Sequence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.JsonSchema;

/// Builds [Node]s from YAML's events. Not by the library's own composer: that one follows aliases, which lets nine
/// short lines stand for billions of nodes, and lets one line of a policy change the meaning of another one far away.
/// Aliases, anchors and tags are mistakes here.
final class TreeBuilder {
    private static final int DEPTH_MAX = 30;

    private final ScalarResolver resolver = new JsonSchema().getScalarResolver();
    private final Problems problems;

    TreeBuilder(Problems problems) {
        this.problems = problems;
    }

    /// The whole text as one node; empty, and a problem, where it is not YAML or holds nothing.
    Optional<Node> build(String text) {
        LoadSettings settings =
                LoadSettings.builder()
                        .setUseMarks(true)
                        .setCodePointLimit(YamlFile.FILE_BYTES_MAX)
                        .build();
        try {
            return document(new Parse(settings).parseString(text).iterator());
        } catch (MarkedYamlEngineException e) {
            Spot spot = e.getProblemMark().map(TreeBuilder::spot).orElse(Spot.START);
            String context =
                    e.getContext() == null || e.getContext().isEmpty() ? "" : " " + e.getContext();
            problems.add(spot, "not YAML: " + oneLine(e.getProblem() + context));
        } catch (ReaderException e) {
            problems.add(
                    spotOf(text, e.getPosition()),
                    "character: U+%04X (expected: text)".formatted(e.getCodePoint()));
        } catch (YamlEngineException e) {
            problems.add(Spot.START, "not YAML: " + oneLine(String.valueOf(e.getMessage())));
        } catch (TooDeep e) {
            problems.add(
                    e.spot,
                    "nested deeper than "
                            + DEPTH_MAX
                            + " levels (expected: at most "
                            + DEPTH_MAX
                            + ")");
        }
        return Optional.empty();
    }

    private Optional<Node> document(Iterator<Event> events) {
        Optional<Node> root = Optional.empty();
        int documents = 0;
        while (events.hasNext()) {
            Event event = events.next();
            switch (event.getEventId()) {
                case StreamStart, StreamEnd, DocumentEnd, Comment -> {}
                case DocumentStart -> {
                    documents++;
                    if (documents > 1) {
                        problems.add(spot(event), "a second document begins here (expected: one)");
                        return Optional.empty();
                    }
                }
                default -> root = Optional.of(node(event, events, 0));
            }
        }
        if (root.isEmpty()) {
            problems.add(Spot.START, "the file is empty");
        }
        return root;
    }

    private Node node(Event event, Iterator<Event> events, int depth) {
        if (depth > DEPTH_MAX) {
            throw new TooDeep(spot(event));
        }
        if (event instanceof NodeEvent named && !(event instanceof AliasEvent)) {
            named.getAnchor()
                    .ifPresent(anchor ->
                            problems.add(spot(event), "anchor: &" + anchor + " (expected: none)"));
        }
        Optional<String> tag =
                switch (event) {
                    case ScalarEvent scalar -> scalar.getTag();
                    case CollectionStartEvent start -> start.getTag();
                    default -> Optional.empty();
                };
        tag.ifPresent(name -> problems.add(spot(event), "tag: " + name + " (expected: none)"));
        return switch (event) {
            case ScalarEvent scalar -> new Scalar(spot(event), kind(scalar), scalar.getValue());
            case AliasEvent alias -> {
                problems.add(
                        spot(event),
                        "alias: *" + alias.getAlias() + " (expected: the value itself)");
                yield new Scalar(spot(event), Scalar.Kind.NOTHING, "");
            }
            case MappingStartEvent start -> mapping(start, events, depth);
            default -> sequence(event, events, depth);
        };
    }

    private Mapping mapping(Event start, Iterator<Event> events, int depth) {
        List<Mapping.Entry> entries = new ArrayList<>();
        Map<String, Spot> seen = new HashMap<>();
        while (true) {
            Event event = events.next();
            if (event.getEventId() == Event.ID.MappingEnd) {
                return new Mapping(spot(start), List.copyOf(entries));
            }
            Node key = node(event, events, depth + 1);
            Node value = node(events.next(), events, depth + 1);
            if (!(key instanceof Scalar name)) {
                problems.add(key.spot(), "key: " + key.inWords() + " (expected: a word)");
                continue;
            }
            Spot earlier = seen.putIfAbsent(name.text(), key.spot());
            if (earlier == null) {
                entries.add(new Mapping.Entry(name, value));
            } else {
                problems.add(
                        key.spot(),
                        "key '" + name.text() + "' stands in line " + earlier.line() + " already");
            }
        }
    }

    private Sequence sequence(Event start, Iterator<Event> events, int depth) {
        List<Node> items = new ArrayList<>();
        while (true) {
            Event event = events.next();
            if (event.getEventId() == Event.ID.SequenceEnd) {
                return new Sequence(spot(start), List.copyOf(items));
            }
            items.add(node(event, events, depth + 1));
        }
    }

    private Scalar.Kind kind(ScalarEvent scalar) {
        Tag tag = resolver.resolve(scalar.getValue(), scalar.isPlain());
        if (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) {
            return Scalar.Kind.NUMBER;
        }
        if (tag.equals(Tag.BOOL)) {
            return Scalar.Kind.TRUTH;
        }
        return tag.equals(Tag.NULL) ? Scalar.Kind.NOTHING : Scalar.Kind.TEXT;
    }

    private static Spot spot(Event event) {
        return event.getStartMark().map(TreeBuilder::spot).orElse(Spot.START);
    }

    private static Spot spot(Mark mark) {
        return new Spot(mark.getLine() + 1, mark.getColumn() + 1);
    }

    private static Spot spotOf(String text, int position) {
        String before = text.substring(0, Math.min(position, text.length()));
        int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
        return new Spot(line, before.length() - before.lastIndexOf('\n'));
    }

    private static String oneLine(String message) {
        return message.replaceAll("\\s+", " ").strip();
    }

    private static final class TooDeep extends RuntimeException {
        private final transient Spot spot;

        TooDeep(Spot spot) {
            super("too deep", null, false, false);
            this.spot = spot;
        }
    }
}

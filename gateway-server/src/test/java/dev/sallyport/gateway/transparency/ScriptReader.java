package dev.sallyport.gateway.transparency;

import dev.sallyport.gateway.protocol.postgres.wire.Frontend;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads a file of scripts. The language is in `transparency/README.md`, beside the scripts.
final class ScriptReader {
    private static final Pattern CONNECTION = Pattern.compile("([b-z]): ?(.*)", Pattern.DOTALL);
    private static final Pattern TIMES = Pattern.compile("\\*(\\d+) (.*)", Pattern.DOTALL);

    private final String topic;
    private final List<Script> scripts = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private String name = "";
    private int nameLine;
    private Optional<String> refusal = Optional.empty();

    private ScriptReader(String topic) {
        this.topic = topic;
    }

    static List<Script> read(String topic) throws IOException {
        String path = "/transparency/" + topic + ".txt";
        try (InputStream in = ScriptReader.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IOException("missing on the class path: " + path);
            }
            return read(topic, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    static List<Script> read(String topic, String text) {
        ScriptReader reader = new ScriptReader(topic);
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            int first = i;
            StringBuilder line = new StringBuilder(lines.get(i));
            while (i + 1 < lines.size() && lines.get(i + 1).startsWith(" ")) {
                line.append('\n').append(lines.get(++i).strip());
            }
            try {
                reader.line(first + 1, line.toString());
            } catch (RuntimeException e) {
                throw new IllegalArgumentException(
                        topic + ".txt:" + (first + 1) + ": " + e.getMessage(), e);
            }
        }
        reader.finish();
        return reader.scripts;
    }

    private void line(int number, String line) {
        if (line.isBlank() || line.startsWith("#")) {
            return;
        }
        if (line.startsWith("= ")) {
            finish();
            name = line.substring(2);
            nameLine = number;
            return;
        }
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a line before the first title: " + line);
        }
        if (line.startsWith("~ ")) {
            refusal = Optional.of(line.substring(2));
            return;
        }
        Matcher other = CONNECTION.matcher(line);
        if (other.matches()) {
            repeat(other.group(1).charAt(0), other.group(2));
        } else {
            repeat('a', line);
        }
    }

    private void finish() {
        if (!name.isEmpty()) {
            scripts.add(new Script(topic, nameLine, name, refusal, steps));
        }
        refusal = Optional.empty();
        steps.clear();
    }

    private void repeat(char on, String line) {
        Matcher times = TIMES.matcher(line);
        if (!times.matches()) {
            step(on, Words.expand(line));
            return;
        }
        for (int i = 1; i <= Integer.parseInt(times.group(1)); i++) {
            step(on, Words.expand(times.group(2).replace("#", Integer.toString(i))));
        }
    }

    private void step(char on, String line) {
        if (line.startsWith("+ ")) {
            steps.add(send(on, line.substring(2)));
            return;
        }
        int space = line.indexOf(' ');
        String verb = space < 0 ? line : line.substring(0, space);
        String rest = space < 0 ? "" : line.substring(space + 1);
        switch (verb) {
            case "@" -> steps.add(open(on, rest));
            case "!" -> steps.add(new Step.Flush(on));
            case "<" -> {
                steps.add(new Step.Flush(on));
                steps.add(read(on, Words.split(rest)));
            }
            case "cancel" -> steps.add(new Step.Cancel(on));
            case "running" -> steps.add(new Step.AwaitRunning(on, rest));
            case "leave" -> steps.add(new Step.Leave(on));
            default -> {
                Step.Send send = send(on, line);
                steps.add(send);
                if (send.readyDue() > 0) {
                    steps.add(new Step.Flush(on));
                    steps.add(new Step.ReadDue(on));
                }
            }
        }
    }

    private static Step.Open open(char on, String rest) {
        Map<String, String> parameters = new LinkedHashMap<>();
        int protocol = Frontend.PROTOCOL_3_0;
        for (String setting : rest.split("; ")) {
            String[] pair = setting.split("=", 2);
            if (pair[0].equals("protocol")) {
                String[] version = pair[1].split("\\.");
                protocol = Integer.parseInt(version[0]) << 16 | Integer.parseInt(version[1]);
            } else {
                parameters.put(pair[0], pair[1]);
            }
        }
        return new Step.Open(on, protocol, parameters);
    }

    private static Step read(char on, List<String> words) {
        if (words.isEmpty()) {
            return new Step.ReadDue(on);
        }
        if (words.getFirst().equals("end")) {
            return new Step.ReadToEnd(on);
        }
        int times = words.size() > 1 ? Integer.parseInt(words.get(1)) : 1;
        return new Step.ReadUntil(on, words.getFirst().charAt(0), times);
    }

    private static Step.Send send(char on, String line) {
        String verb = line.length() == 1 ? line : line.substring(0, Math.max(1, line.indexOf(' ')));
        String rest = line.substring(Math.min(line.length(), verb.length() + 1));
        return switch (verb) {
            case "Q" -> new Step.Send(on, Frontend.query(rest), 1);
            case "S" -> new Step.Send(on, Frontend.sync(), 1);
            case "P" -> new Step.Send(on, parse(rest), 0);
            case "B" -> new Step.Send(on, bind(rest), 0);
            case "D", "C" -> new Step.Send(on, named(verb.charAt(0), rest), 0);
            case "E" -> new Step.Send(on, execute(Words.split(rest)), 0);
            case "H" -> new Step.Send(on, Frontend.flush(), 0);
            case "d" -> new Step.Send(on, Frontend.copyData(Words.unescape(rest)), 0);
            case "c" -> new Step.Send(on, Frontend.copyDone(), 0);
            case "f" -> new Step.Send(on, Frontend.copyFail(rest), 0);
            case "F" -> new Step.Send(on, functionCall(rest), 1);
            case "X" -> new Step.Send(on, Frontend.terminate(), 0);
            case "bytes" ->
                    new Step.Send(on, HexFormat.of().parseHex(rest.replaceAll("\\s", "")), 0);
            default -> throw new IllegalArgumentException("no such step: " + verb);
        };
    }

    private static byte[] parse(String rest) {
        String[] parts = rest.split(" ", 2);
        String sql = parts.length > 1 ? parts[1] : "";
        int[] types = {};
        if (sql.startsWith("types=")) {
            String[] typed = sql.split("\\s", 2);
            types =
                    Pattern.compile(",")
                            .splitAsStream(typed[0].substring("types=".length()))
                            .mapToInt(ScriptReader::type)
                            .toArray();
            sql = typed[1];
        }
        return Frontend.parse(Words.name(parts[0]), sql, types);
    }

    /// The OIDs of `pg_type.dat`, which never change.
    private static int type(String name) {
        return switch (name) {
            case "bool" -> 16;
            case "bytea" -> 17;
            case "int8" -> 20;
            case "int2" -> 21;
            case "int4" -> 23;
            case "text" -> 25;
            case "json" -> 114;
            case "float4" -> 700;
            case "float8" -> 701;
            case "int4[]" -> 1007;
            case "text[]" -> 1009;
            case "varchar" -> 1043;
            case "date" -> 1082;
            case "timestamp" -> 1114;
            case "numeric" -> 1700;
            case "unknown" -> 705;
            case "jsonb" -> 3802;
            default -> Integer.parseUnsignedInt(name);
        };
    }

    private static byte[] bind(String rest) {
        List<String> words = Words.split(rest);
        Arguments arguments = Arguments.of(words.subList(2, words.size()));
        return Frontend.bind(
                Words.name(words.get(0)),
                Words.name(words.get(1)),
                arguments.formats,
                arguments.values,
                arguments.results);
    }

    private static byte[] functionCall(String rest) {
        List<String> words = Words.split(rest);
        Arguments arguments = Arguments.of(words.subList(1, words.size()));
        return Frontend.functionCall(
                Integer.parseInt(words.getFirst()),
                arguments.formats,
                arguments.values,
                arguments.results.length == 0 ? 0 : arguments.results[0]);
    }

    private static byte[] named(char type, String rest) {
        List<String> words = Words.split(rest);
        String called = Words.name(words.get(1));
        return Frontend.message(
                type, new Frontend.Body().int8(words.getFirst().charAt(0)).string(called).bytes());
    }

    private static byte[] execute(List<String> words) {
        int rowsMax = words.size() > 1 ? Integer.parseInt(words.get(1)) : 0;
        return Frontend.execute(Words.name(words.getFirst()), rowsMax);
    }

    /// Values with their formats. Without `fmt=` there is a format for each where one of them is binary, else none.
    @SuppressWarnings("ArrayRecordComponent")
    private record Arguments(int[] formats, List<byte @Nullable []> values, int[] results) {
        static Arguments of(List<String> words) {
            int[] formats = null;
            int[] results = {};
            List<byte[]> values = new ArrayList<>();
            List<Integer> each = new ArrayList<>();
            for (String word : words) {
                if (word.startsWith("fmt=")) {
                    formats = Words.numbers(word.substring(4));
                } else if (word.startsWith("res=")) {
                    results = Words.numbers(word.substring(4));
                } else {
                    values.add(word.equals("NULL") ? null : Words.value(word));
                    each.add(Words.isBinary(word) ? 1 : 0);
                }
            }
            if (formats == null) {
                formats = each.contains(1) ? each.stream().mapToInt(i -> i).toArray() : new int[0];
            }
            return new Arguments(formats, values, results);
        }
    }
}

package dev.sallyport.gateway.transparency;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The small print of a script's lines: how words, values and repetitions are written.
final class Words {
    private static final Pattern WORD = Pattern.compile("x?'[^']*+(?:''[^']*+)*+'|\\S+");
    private static final Pattern SERIES =
            Pattern.compile("\\{\\{1\\.\\.(\\d+):(.*?):(.*?)}}", Pattern.DOTALL);
    private static final Pattern REPEATED =
            Pattern.compile("\\{\\{(.+?)\\*(\\d+)}}", Pattern.DOTALL);

    private Words() {}

    static List<String> split(String line) {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(line);
        while (matcher.find()) {
            words.add(matcher.group());
        }
        return words;
    }

    /// `{{ab*3}}` is `ababab`, and `{{1..3:, :c# int}}` is `c1 int, c2 int, c3 int`.
    static String expand(String text) {
        String series =
                SERIES.matcher(text)
                        .replaceAll(m ->
                                Matcher.quoteReplacement(
                                        IntStream.rangeClosed(1, Integer.parseInt(m.group(1)))
                                                .mapToObj(i ->
                                                        m.group(3)
                                                                .replace("#", Integer.toString(i)))
                                                .collect(Collectors.joining(m.group(2)))));
        return REPEATED.matcher(series)
                .replaceAll(m ->
                        Matcher.quoteReplacement(m.group(1).repeat(Integer.parseInt(m.group(2)))));
    }

    static boolean isBinary(String word) {
        return word.startsWith("x'");
    }

    /// `'text'` with doubled quotes, `x'00ff'`, or a bare word that stands for itself.
    static byte[] value(String word) {
        if (isBinary(word)) {
            return HexFormat.of().parseHex(word.substring(2, word.length() - 1).replace(" ", ""));
        }
        if (word.startsWith("'")) {
            return unescape(word.substring(1, word.length() - 1).replace("''", "'"));
        }
        return word.getBytes(StandardCharsets.UTF_8);
    }

    /// A name, where `-` stands for the unnamed one.
    static String name(String word) {
        return word.equals("-") ? "" : word;
    }

    static int[] numbers(String list) {
        return list.isEmpty()
                ? new int[0]
                : Pattern.compile(",").splitAsStream(list).mapToInt(Integer::parseInt).toArray();
    }

    /// Text with `\n`, `\r`, `\t`, `\\` and `\x41` for a byte. COPY's own escapes need their backslash doubled.
    static byte[] unescape(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\\') {
                int end = Character.isHighSurrogate(c) ? i + 2 : i + 1;
                bytes.writeBytes(text.substring(i, end).getBytes(StandardCharsets.UTF_8));
                i = end - 1;
                continue;
            }
            char escape = text.charAt(++i);
            switch (escape) {
                case 'n' -> bytes.write('\n');
                case 'r' -> bytes.write('\r');
                case 't' -> bytes.write('\t');
                case '\\' -> bytes.write('\\');
                case 'x' -> {
                    bytes.write(Integer.parseInt(text.substring(i + 1, i + 3), 16));
                    i += 2;
                }
                default ->
                        throw new IllegalArgumentException(
                                "escape: \\" + escape + " (expected: n r t \\ x)");
            }
        }
        return bytes.toByteArray();
    }
}

package dev.sallyport.gateway.yaml;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/// Reads a YAML file of ours: one document, one section at its top, nothing in it that only YAML experts can read.
public final class YamlFile {
    /// Both policy and configuration are written by people; what is larger is something else.
    public static final int FILE_BYTES_MAX = 1 << 20;

    private YamlFile() {}

    /// The file's text; empty, and a problem, where it cannot be read, is larger than 1 MiB or is not UTF-8.
    public static Optional<String> text(Path file, Problems problems) {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(FILE_BYTES_MAX + 1);
        } catch (NoSuchFileException e) {
            problems.add(Spot.START, "there is no such file");
            return Optional.empty();
        } catch (IOException e) {
            problems.add(Spot.START, "the file cannot be read: " + e);
            return Optional.empty();
        }
        if (bytes.length > FILE_BYTES_MAX) {
            problems.add(Spot.START, "file: larger than 1 MiB (expected: at most 1 MiB)");
            return Optional.empty();
        }
        try {
            return Optional.of(
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException e) {
            problems.add(Spot.START, "file: not UTF-8 (expected: UTF-8 text)");
            return Optional.empty();
        }
    }

    /// The section at the top of this text; empty, and problems, where there is none.
    ///
    /// @param schema what the key `schema` must say, such as `sallyport.policy/v1`
    public static Optional<Section> parse(String text, String schema, Problems problems) {
        if (text.length() > FILE_BYTES_MAX) {
            problems.add(Spot.START, "file: larger than 1 MiB (expected: at most 1 MiB)");
            return Optional.empty();
        }
        Optional<Node> root = new TreeBuilder(problems).build(text);
        if (root.isEmpty()) {
            return Optional.empty();
        }
        Optional<Section> section = new Value(schema, root.get(), problems).section();
        section.flatMap(top -> top.required("schema", schema))
                .ifPresent(marker -> marker.exactly(schema));
        return section;
    }
}

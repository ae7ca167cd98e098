package dev.sallyport.gateway.identity;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads JSON objects that can be read in one way only.
///
/// A name given twice means one thing to one parser and another to the next, which is how forged claims get past checks;
/// so it is refused, as are trailing text, broken UTF-8 and deep nesting (RFC 8725 section 2.6, RFC 7519 section 4).
final class StrictJson {
    private static final int DEPTH_MAX = 32;
    private static final int NUMBER_DIGITS_MAX = 40;

    private final ObjectMapper mapper =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(DEPTH_MAX)
                                                    .maxNumberLength(NUMBER_DIGITS_MAX)
                                                    .build())
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    /// The object's members, without those that are null: to leave a claim out and to say null is the same.
    ///
    /// @return empty where the bytes are not one JSON object
    Optional<Map<String, Object>> object(byte[] utf8) {
        try {
            // Jackson would take UTF-16 and UTF-32 as well; RFC 7519 section 7.2: UTF-8.
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
            Map<String, Object> members = mapper.readValue(text, new TypeReference<>() {});
            return members == null ? Optional.empty() : Optional.of(withoutNulls(members));
        } catch (CharacterCodingException | JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /// The members as JSON text, to be kept and read back by [#object].
    String text(Map<String, Object> members) {
        try {
            return mapper.writeValueAsString(members);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "claims: " + members.keySet() + " (expected: JSON values)", e);
        }
    }

    private static Map<String, Object> withoutNulls(Map<?, ?> members) {
        Map<String, Object> kept = new LinkedHashMap<>();
        members.forEach((name, value) -> {
            if (value != null) {
                kept.put(String.valueOf(name), withoutNulls(value));
            }
        });
        return Collections.unmodifiableMap(kept);
    }

    private static Object withoutNulls(Object value) {
        return switch (value) {
            case Map<?, ?> map -> withoutNulls(map);
            case List<?> list -> {
                List<Object> kept = new ArrayList<>();
                for (Object item : list) {
                    if (item != null) {
                        kept.add(withoutNulls(item));
                    }
                }
                yield Collections.unmodifiableList(kept);
            }
            default -> value;
        };
    }
}

package dev.sallyport.gateway.protocol.postgres;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/// The fields that ErrorResponse and NoticeResponse are both made of.
final class ReportFields {
    private ReportFields() {}

    static SequencedMap<Character, String> read(MessageReader reader) {
        SequencedMap<Character, String> fields = new LinkedHashMap<>();
        while (true) {
            char name = (char) (reader.int8("field name") & 0xFF);
            if (name == 0) {
                reader.end();
                return fields;
            }
            if (fields.put(name, reader.cstring("field")) != null) {
                throw reader.error("field", "'" + name + "' twice", "each once");
            }
        }
    }

    static Frame write(MessageWriter writer, Map<Character, String> fields) {
        fields.forEach((name, value) -> writer.int8(name).cstring(value));
        return writer.int8(0).frame();
    }

    static SequencedMap<Character, String> of(String severity, String sqlState, String message) {
        SequencedMap<Character, String> fields = new LinkedHashMap<>();
        fields.put('S', severity);
        fields.put('V', severity);
        fields.put('C', sqlState);
        fields.put('M', message);
        return fields;
    }

    static SequencedMap<Character, String> with(
            Map<Character, String> fields, char field, String value) {
        SequencedMap<Character, String> all = new LinkedHashMap<>(fields);
        all.put(field, value);
        return all;
    }

    static SequencedMap<Character, String> copy(Map<Character, String> fields) {
        return Collections.unmodifiableSequencedMap(new LinkedHashMap<>(fields));
    }
}

package dev.sallyport.gateway.policy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A token's claims in the types that conditions compute with: CEL knows one kind of whole number, 64 bits wide, and one
/// of fractions.
final class Claims {
    private Claims() {}

    static Map<String, Object> forConditions(Map<String, Object> claims) {
        Map<String, Object> converted = LinkedHashMap.newLinkedHashMap(claims.size());
        claims.forEach((name, value) -> converted.put(name, forConditions(value)));
        return converted;
    }

    private static Object forConditions(Object value) {
        return switch (value) {
            case Byte number -> number.longValue();
            case Short number -> number.longValue();
            case Integer number -> number.longValue();
            case Float number -> number.doubleValue();
            case Date date ->
                    date.toInstant().getEpochSecond(); // as the token wrote it: RFC 7519 section 2
            case Map<?, ?> map -> {
                Map<String, Object> converted = LinkedHashMap.newLinkedHashMap(map.size());
                map.forEach((name, item) -> {
                    if (name != null && item != null) {
                        converted.put(name.toString(), forConditions(item));
                    }
                });
                yield converted;
            }
            case Collection<?> items -> {
                List<Object> converted = new ArrayList<>(items.size());
                for (Object item : items) {
                    if (item != null) {
                        converted.add(forConditions(item));
                    }
                }
                yield converted;
            }
            default -> value;
        };
    }
}

package dev.sallyport.gateway.policy;

import dev.cel.common.values.NullValue;
import dev.sallyport.model.statement.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A statement's bound values as conditions see them. Reading happens only where a condition speaks of them.
final class BoundValues {
    private BoundValues() {}

    /// Each as text, NULL as CEL's null.
    ///
    /// @throws IllegalStateException where one of them cannot be read: then the condition has no answer, and helps nobody
    static List<Object> asText(List<Parameter> parameters) {
        List<Object> texts = new ArrayList<>(parameters.size());
        for (int i = 0; i < parameters.size(); i++) {
            Parameter parameter = parameters.get(i);
            Optional<String> text = parameter.text();
            if (text.isEmpty() && parameter.value() != null) {
                throw new IllegalStateException(
                        "parameter $" + (i + 1) + " is binary of a type that is not read");
            }
            texts.add(text.isPresent() ? text.get() : NullValue.NULL_VALUE);
        }
        return texts;
    }

    /// The positions, from 1, of those that cannot be read as text.
    static List<Long> unread(List<Parameter> parameters) {
        List<Long> positions = new ArrayList<>();
        for (int i = 0; i < parameters.size(); i++) {
            Parameter parameter = parameters.get(i);
            if (parameter.value() != null && parameter.text().isEmpty()) {
                positions.add((long) i + 1);
            }
        }
        return positions;
    }
}

package dev.sallyport.gateway.policy;

import dev.sallyport.model.target.Target;
import java.util.Collection;
import java.util.List;

/// Which targets a rule, a mask or a limit speaks of: any one of its parts must fit.
record TargetSelector(List<Part> parts) {
    static final TargetSelector ALL = new TargetSelector(List.of(new Part.Everything()));

    TargetSelector {
        parts = List.copyOf(parts);
    }

    sealed interface Part {
        /// `*`
        record Everything() implements Part {}

        /// `orders-prod`
        record Named(String name) implements Part {}

        /// `orders-*`
        record Matching(Glob names) implements Part {}

        /// `env=prod`
        record Labelled(String label, String value) implements Part {}
    }

    boolean fits(Target target) {
        for (Part part : parts) {
            boolean fits =
                    switch (part) {
                        case Part.Everything() -> true;
                        case Part.Named(String name) -> name.equals(target.name().value());
                        case Part.Matching(Glob names) -> names.matches(target.name().value());
                        case Part.Labelled(String label, String value) ->
                                value.equals(target.labels().get(label));
                    };
            if (fits) {
                return true;
            }
        }
        return false;
    }

    /// The targets named outright, for a check that they exist.
    Collection<String> names() {
        return parts.stream()
                .filter(Part.Named.class::isInstance)
                .map(part -> ((Part.Named) part).name())
                .toList();
    }

    @Override
    public String toString() {
        return String.join(
                ", ",
                parts.stream()
                        .map(part ->
                                switch (part) {
                                    case Part.Everything() -> "*";
                                    case Part.Named(String name) -> name;
                                    case Part.Matching(Glob names) -> names.pattern();
                                    case Part.Labelled(String label, String value) ->
                                            label + "=" + value;
                                })
                        .toList());
    }
}

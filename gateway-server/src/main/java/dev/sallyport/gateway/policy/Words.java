package dev.sallyport.gateway.policy;

import dev.sallyport.gateway.yaml.Value;
import dev.sallyport.model.statement.Effect;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The words that stand in several sections of a policy: ids, roles, targets, effects, name patterns.
final class Words {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");
    private static final Pattern TARGET = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");
    private static final Pattern TARGETS = Pattern.compile("[a-z0-9*][a-z0-9*._-]{0,62}");
    private static final Pattern LABEL =
            Pattern.compile("([A-Za-z0-9][A-Za-z0-9._/-]{0,62})=([^=\\s]{1,100})");

    private final Optional<Set<String>> roleNames;
    private final Optional<Set<String>> targetNames;

    /// @param roleNames the roles there are; empty where the file does not say, and any will do
    /// @param targetNames the targets there are; empty where nobody knows them, and any will do
    Words(Optional<Set<String>> roleNames, Optional<Set<String>> targetNames) {
        this.roleNames = roleNames;
        this.targetNames = targetNames;
    }

    Optional<String> id(Value value) {
        return value.text(ID, "1 to 63 of A-Z a-z 0-9 . _ -, a letter or digit first");
    }

    /// An id that is none of those seen so far; it is added to them.
    Optional<String> newId(Value value, Set<String> seen) {
        Optional<String> id = id(value);
        if (id.isPresent() && !seen.add(id.get())) {
            return value.fail("an id that no other entry has");
        }
        return id;
    }

    /// Roles that the policy defines.
    Set<String> roles(Value list) {
        return roles(list.items("a list of roles"));
    }

    /// Roles that the policy defines, or `*` for anybody: then none are returned.
    Set<String> who(Value list) {
        List<Value> items = list.items("a list of roles, or ['*'] for anybody identified");
        return items.size() == 1 && items.getFirst().is("*") ? Set.of() : roles(items);
    }

    private Set<String> roles(List<Value> items) {
        Set<String> roles = new LinkedHashSet<>();
        for (Value item : items) {
            item.text()
                    .ifPresent(role -> {
                        if (roleNames.isEmpty() || roleNames.get().contains(role)) {
                            roles.add(role);
                        } else {
                            item.unknown("a role defined under 'roles'", roleNames.get());
                        }
                    });
        }
        return roles;
    }

    TargetSelector targets(Value list) {
        List<TargetSelector.Part> parts = new ArrayList<>();
        for (Value item : list.items("a list of targets")) {
            item.text()
                    .ifPresent(text -> {
                        var label = LABEL.matcher(text);
                        if (text.equals("*")) {
                            parts.add(new TargetSelector.Part.Everything());
                        } else if (label.matches()) {
                            parts.add(
                                    new TargetSelector.Part.Labelled(
                                            label.group(1), label.group(2)));
                        } else if (TARGET.matcher(text).matches()) {
                            parts.add(new TargetSelector.Part.Named(text));
                            targetNames
                                    .filter(names -> !names.contains(text))
                                    .ifPresent(names -> item.unknown("a configured target", names));
                        } else if (TARGETS.matcher(text).matches()) {
                            parts.add(new TargetSelector.Part.Matching(new Glob(text)));
                        } else {
                            item.fail(
                                    "a target's name or pattern as in orders-*, a label as in env=prod, or '*'");
                        }
                    });
        }
        return new TargetSelector(parts);
    }

    /// @param star what `*` stands for
    EffectSet effects(Value list, EffectSet star) {
        Map<String, EffectSet> known = new LinkedHashMap<>();
        for (Effect effect : Effect.values()) {
            known.put(effect.word(), EffectSet.NONE.with(effect));
        }
        known.put("*", star);
        EffectSet effects = EffectSet.NONE;
        for (Value item : list.items("a list of effects")) {
            effects = effects.or(item.word(known).orElse(EffectSet.NONE));
        }
        return effects;
    }

    List<NamePattern> relations(Value list) {
        return patterns(
                list,
                NamePattern::ofRelation,
                "schema.name as in public.orders or public.*, or '*'");
    }

    List<NamePattern> functions(Value list) {
        return patterns(
                list, NamePattern::ofFunction, "a name as in lower or public.total, or '*'");
    }

    private static List<NamePattern> patterns(
            Value list, Function<String, @Nullable NamePattern> form, String expected) {
        List<NamePattern> patterns = new ArrayList<>();
        for (Value item : list.items("a list of names")) {
            item.text()
                    .ifPresent(text -> {
                        NamePattern pattern = form.apply(text);
                        if (pattern == null) {
                            item.fail(expected);
                        } else {
                            patterns.add(pattern);
                        }
                    });
        }
        return patterns;
    }
}

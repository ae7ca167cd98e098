package dev.sallyport.gateway.policy;

import dev.sallyport.model.statement.Action;
import dev.sallyport.model.statement.Effect;
import dev.sallyport.model.statement.Name;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/// Actions built by hand, as an SQL reader would give them.
record Actions(Action action) {
    static Actions does(Effect first, Effect... more) {
        EnumSet<Effect> effects = EnumSet.of(first, more);
        return new Actions(
                new Action(
                        first.word().toUpperCase(java.util.Locale.ROOT),
                        effects,
                        Set.of(),
                        Set.of(),
                        Set.of(),
                        Set.of(),
                        Set.of(),
                        false,
                        !effects.contains(Effect.UNKNOWN)));
    }

    Actions reading(String... relations) {
        return new Actions(
                new Action(
                        action.verb(),
                        action.effects(),
                        names(relations),
                        action.writes(),
                        action.defines(),
                        action.functions(),
                        action.columns(),
                        action.unfiltered(),
                        action.understood()));
    }

    Actions writing(String... relations) {
        return new Actions(
                new Action(
                        action.verb(),
                        action.effects(),
                        action.reads(),
                        names(relations),
                        action.defines(),
                        action.functions(),
                        action.columns(),
                        action.unfiltered(),
                        action.understood()));
    }

    Actions defining(String... relations) {
        return new Actions(
                new Action(
                        action.verb(),
                        action.effects(),
                        action.reads(),
                        action.writes(),
                        names(relations),
                        action.functions(),
                        action.columns(),
                        action.unfiltered(),
                        action.understood()));
    }

    Actions calling(String... functions) {
        return new Actions(
                new Action(
                        action.verb(),
                        action.effects(),
                        action.reads(),
                        action.writes(),
                        action.defines(),
                        names(functions),
                        action.columns(),
                        action.unfiltered(),
                        action.understood()));
    }

    Actions withoutWhere() {
        return new Actions(
                new Action(
                        action.verb(),
                        action.effects(),
                        action.reads(),
                        action.writes(),
                        action.defines(),
                        action.functions(),
                        action.columns(),
                        true,
                        action.understood()));
    }

    /// `orders`, `public.orders`, `shop.public.orders`: all before the last dot is the schema.
    private static Set<Name> names(String... texts) {
        return Arrays.stream(texts).map(Actions::name).collect(Collectors.toSet());
    }

    private static Name name(String text) {
        int dot = text.lastIndexOf('.');
        return dot < 0 ? Name.of(text) : new Name(text.substring(0, dot), text.substring(dot + 1));
    }
}

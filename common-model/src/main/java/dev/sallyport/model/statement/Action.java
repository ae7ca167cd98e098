package dev.sallyport.model.statement;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;

/// One thing a statement's text does: one SQL statement of a text that may hold several.
///
/// A reader may say more than the truth (a table too many costs a needless question), but never less, unless it says
/// that it did not understand.
///
/// @param verb the command for people to read, such as `ALTER TABLE`
/// @param effects all of them, nested statements included; never empty
/// @param reads relations read
/// @param writes relations whose rows change
/// @param defines relations created, altered, dropped or otherwise named by a definition
/// @param mentions relations named without being any of these: the other end of a foreign key, a partition attached or
///     detached, the table whose policy or comment changes
/// @param functions functions called
/// @param columns column references as written: `t.id`, `email`, `*`
/// @param unfiltered an UPDATE or DELETE in it has no WHERE
/// @param asks column references that the statement does more with than show them: those in a predicate, a sort, a group
///     or any other expression; `*` where it could be any column
/// @param understood whether the reader vouches for all of the above; if not, effects holds [Effect#UNKNOWN]
public record Action(
        String verb,
        Set<Effect> effects,
        Set<Name> reads,
        Set<Name> writes,
        Set<Name> defines,
        Set<Name> mentions,
        Set<Name> functions,
        Set<String> columns,
        Set<String> asks,
        boolean unfiltered,
        boolean understood) {
    public Action {
        if (effects.isEmpty()) {
            throw new IllegalArgumentException("effects: none (expected: at least one)");
        }
        if (!understood && !effects.contains(Effect.UNKNOWN)) {
            throw new IllegalArgumentException(
                    "effects: " + effects + " (expected: UNKNOWN where not understood)");
        }
        effects = Collections.unmodifiableSet(EnumSet.copyOf(effects));
        reads = sorted(reads);
        writes = sorted(writes);
        defines = sorted(defines);
        mentions = sorted(mentions);
        functions = sorted(functions);
        columns = sorted(columns);
        asks = sorted(asks);
    }

    /// Most sets are empty or of one, and one action is made for every statement that is read.
    private static <T extends Comparable<? super T>> Set<T> sorted(Set<T> set) {
        return switch (set.size()) {
            case 0 -> Set.of();
            case 1 -> Set.of(set.iterator().next());
            default -> Collections.unmodifiableSet(new TreeSet<>(set));
        };
    }

    /// An action that may ask about every column that it refers to.
    public Action(
            String verb,
            Set<Effect> effects,
            Set<Name> reads,
            Set<Name> writes,
            Set<Name> defines,
            Set<Name> mentions,
            Set<Name> functions,
            Set<String> columns,
            boolean unfiltered,
            boolean understood) {
        this(
                verb,
                effects,
                reads,
                writes,
                defines,
                mentions,
                functions,
                columns,
                columns,
                unfiltered,
                understood);
    }

    /// An action that mentions nothing beside what it reads, writes and defines.
    public Action(
            String verb,
            Set<Effect> effects,
            Set<Name> reads,
            Set<Name> writes,
            Set<Name> defines,
            Set<Name> functions,
            Set<String> columns,
            boolean unfiltered,
            boolean understood) {
        this(
                verb,
                effects,
                reads,
                writes,
                defines,
                Set.of(),
                functions,
                columns,
                unfiltered,
                understood);
    }

    /// An action of which only the effect is known, such as `BEGIN`.
    public static Action of(String verb, Effect effect) {
        return new Action(
                verb,
                EnumSet.of(effect),
                Set.of(),
                Set.of(),
                Set.of(),
                Set.of(),
                Set.of(),
                false,
                effect != Effect.UNKNOWN);
    }
}

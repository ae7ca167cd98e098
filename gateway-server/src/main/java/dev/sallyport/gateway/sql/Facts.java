package dev.sallyport.gateway.sql;

import dev.sallyport.model.statement.Action;
import dev.sallyport.model.statement.Effect;
import dev.sallyport.model.statement.Name;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What has been found out about one statement so far; the reader's parts write into it.
final class Facts {
    private final Set<Name> reads = new HashSet<>();
    private final Set<Name> writes = new HashSet<>();
    private final Set<Name> defines = new HashSet<>();
    private final Set<Name> mentions = new HashSet<>();
    private final Set<Name> functions = new HashSet<>();
    private final Set<String> columns = new HashSet<>();
    private final Asked asked = new Asked();
    private EnumSet<Effect> effects = EnumSet.noneOf(Effect.class);
    private boolean unfiltered;
    private boolean opaque;
    private @Nullable String parameter;
    private @Nullable List<String> searched;
    private boolean searchedIsKnown = true;
    private String verb = "";

    void verb(String words) {
        if (verb.isEmpty()) {
            verb = words;
        }
    }

    /// Names the statement anew once what is inside it has been read.
    void retitle(String words) {
        verb = words;
    }

    String title() {
        return verb;
    }

    void effect(Effect effect) {
        effects.add(effect);
    }

    /// Begins a nested statement whose effects may turn out not to happen: returns those so far.
    EnumSet<Effect> effects() {
        return EnumSet.copyOf(effects);
    }

    void effects(EnumSet<Effect> kept) {
        effects = EnumSet.copyOf(kept);
    }

    void reads(Name relation) {
        reads.add(relation);
    }

    void writes(Name relation) {
        writes.add(relation);
        // The view's rule hands an UPDATE of it to set_config, with a parameter nobody can foresee.
        if (relation.name().equals("pg_settings")) {
            sets("*");
        }
    }

    void defines(Name relation) {
        defines.add(relation);
    }

    /// Named, but neither read, written nor defined: the other end of a foreign key, a partition attached.
    void mentions(Name relation) {
        mentions.add(relation);
    }

    void calls(Name function) {
        functions.add(function);
    }

    void column(String reference) {
        columns.add(reference);
        asked.column(reference);
    }

    /// A column that is given a value, or all of them shown: nothing is asked about it.
    void columnOnly(String reference) {
        columns.add(reference);
    }

    /// What the statement does with columns beside showing them.
    Asked asked() {
        return asked;
    }

    void unfiltered() {
        unfiltered = true;
    }

    /// The reader cannot vouch for this statement, though it could read on.
    void opaque() {
        opaque = true;
    }

    /// A setting of the session changes: its name as written, or `*` where that is not to be known.
    void sets(String name) {
        String folded = name.toLowerCase(Locale.ROOT);
        switch (folded) {
            case "role", "session_authorization" -> effect(Effect.ROLE);
            case "*" -> {
                effect(Effect.SET);
                effect(Effect.ROLE);
                opaque();
            }
            // It is on for good: turning it off would change how the next text is to be cut into
            // tokens.
            case "standard_conforming_strings" -> {
                effect(Effect.SET);
                opaque();
            }
            default -> effect(Effect.SET);
        }
        changes(folded);
    }

    /// As [#sets], for a change that is known to be harmless to what the reader vouches for, such as `RESET ALL`.
    void changes(String name) {
        parameter = parameter == null || parameter.equals(name) ? name : "*";
    }

    /// The parameter this statement sets, `*` for several or an unknown one, or null.
    @Nullable String parameter() {
        return parameter;
    }

    /// Adds what another statement does that this one holds.
    void include(Action other) {
        effects.addAll(other.effects());
        reads.addAll(other.reads());
        writes.addAll(other.writes());
        defines.addAll(other.defines());
        mentions.addAll(other.mentions());
        functions.addAll(other.functions());
        columns.addAll(other.columns());
        unfiltered |= other.unfiltered();
        opaque |= !other.understood();
    }

    /// `set_config('search_path', …)`.
    ///
    /// @param schemas that it names, or null where they are not to be known
    void searches(@Nullable List<String> schemas) {
        sets("search_path");
        if (schemas == null) {
            searchedIsKnown = false;
        } else if (searched == null) {
            searched = schemas;
        } else {
            List<String> both = new ArrayList<>(searched);
            both.addAll(schemas);
            searched = both;
        }
    }

    /// The schemas that names may be searched in if a `set_config` runs, or null.
    @Nullable List<String> mayBeSearched() {
        return searchedIsKnown ? searched : null;
    }

    Action toAction(boolean readToItsEnd) {
        boolean understood = readToItsEnd && !opaque;
        EnumSet<Effect> all = EnumSet.copyOf(effects);
        if (!understood) {
            all.add(Effect.UNKNOWN);
        } else if (all.isEmpty()) {
            all.add(Effect.READ);
        }
        String said = verb.isEmpty() ? "UNKNOWN" : verb;
        return new Action(
                said,
                all,
                reads,
                writes,
                defines,
                mentions,
                functions,
                columns,
                asked.references(columns, reads, writes),
                unfiltered,
                understood);
    }
}

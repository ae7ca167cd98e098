package dev.sallyport.gateway.protocol.postgres;

import dev.sallyport.gateway.sql.Part;
import dev.sallyport.gateway.sql.SessionChange;
import dev.sallyport.gateway.sql.SqlText;
import dev.sallyport.model.statement.Action;
import dev.sallyport.model.statement.Effect;
import dev.sallyport.model.statement.Name;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// Whether a name without a schema still means what policy takes it to mean.
///
/// A relation written without its schema counts as one of `public`. Once a session has set its `search_path`, it could be
/// any; a statement that has such names is then not understood, and needs a rule that says so. Names with their schema
/// are not concerned.
final class SearchPath {
    private SearchPath() {}

    /// Whether this statement may set the path.
    static boolean isSetBy(Part part) {
        return part.change() instanceof SessionChange.Sets(String parameter)
                && (parameter.equals("search_path") || parameter.equals("*"));
    }

    static boolean isSetBy(SqlText read) {
        return read.parts().stream().anyMatch(SearchPath::isSetBy);
    }

    /// The text's actions as policy may read them.
    ///
    /// @param isSet whether the path was set before this text
    static List<Action> actions(SqlText read, boolean isSet) {
        if (!isSet && (read.parts().size() < 2 || !isSetBy(read))) {
            return read.actions();
        }
        List<Action> actions = new ArrayList<>(read.parts().size());
        boolean astray = isSet;
        for (Part part : read.parts()) {
            actions.add(astray ? astray(part.action()) : part.action());
            astray |= isSetBy(part);
        }
        return actions;
    }

    private static Action astray(Action action) {
        if (!hasBareName(action.reads())
                && !hasBareName(action.writes())
                && !hasBareName(action.defines())
                && !hasBareName(action.mentions())) {
            return action;
        }
        EnumSet<Effect> effects = EnumSet.copyOf(action.effects());
        effects.add(Effect.UNKNOWN);
        return new Action(
                action.verb(),
                effects,
                action.reads(),
                action.writes(),
                action.defines(),
                action.mentions(),
                action.functions(),
                action.columns(),
                action.unfiltered(),
                false);
    }

    private static boolean hasBareName(Set<Name> names) {
        return names.stream().anyMatch(name -> name.schema() == null);
    }
}

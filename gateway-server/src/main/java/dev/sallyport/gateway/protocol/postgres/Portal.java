package dev.sallyport.gateway.protocol.postgres;

import dev.sallyport.model.statement.Parameter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A portal: a prepared statement bound to values, ready to run or half run.
final class Portal {
    final String name;
    final PreparedStatement prepared;
    final List<Parameter> parameters;

    /// What runs in it, once the gate was asked; a suspended portal goes on under the same answer.
    @Nullable Running running;

    /// Its columns, once a Describe has told them.
    @Nullable RowDescription columns;

    /// Whether a Describe of it is on its way ahead of the next Execute.
    boolean describeSent;

    /// Where names without a schema were found when it was bound.
    final SearchPath bound;

    Portal(String name, PreparedStatement prepared, List<Parameter> parameters, SearchPath bound) {
        this.name = name;
        this.prepared = prepared;
        this.parameters = parameters;
        this.bound = bound;
    }
}

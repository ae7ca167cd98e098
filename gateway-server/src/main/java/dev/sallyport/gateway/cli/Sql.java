package dev.sallyport.gateway.cli;

import dev.sallyport.model.statement.Action;
import dev.sallyport.model.statement.Effect;
import java.util.List;
import java.util.function.Function;

/// The one place where commands get their SQL reader from.
final class Sql {
    private Sql() {}

    /// Tells what an SQL text does. Without a reader nothing is understood.
    static Function<String, List<Action>> reader() {
        return text -> List.of(Action.of("statement", Effect.UNKNOWN));
    }
}

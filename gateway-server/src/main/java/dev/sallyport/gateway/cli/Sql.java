package dev.sallyport.gateway.cli;

import dev.sallyport.gateway.sql.PostgresReader;
import dev.sallyport.model.statement.Action;
import java.util.List;
import java.util.function.Function;

/// The one place where commands get their SQL reader from.
final class Sql {
    private Sql() {}

    /// Tells what an SQL text does.
    static Function<String, List<Action>> reader() {
        PostgresReader reader = new PostgresReader();
        return text -> reader.read(text).actions();
    }
}

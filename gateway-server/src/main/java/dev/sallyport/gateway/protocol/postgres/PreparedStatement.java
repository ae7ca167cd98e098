package dev.sallyport.gateway.protocol.postgres;

import dev.sallyport.gateway.sql.SqlText;
import org.jspecify.annotations.Nullable;

/// A prepared statement as the gateway knows it.
final class PreparedStatement {
    final String name;
    final String text;
    final SqlText read;

    /// What Describe told of its rows, if the client asked; formats are not known from it.
    @Nullable RowDescription columns;

    /// @param name empty for the unnamed one
    PreparedStatement(String name, String text, SqlText read) {
        this.name = name;
        this.text = text;
        this.read = read;
    }
}

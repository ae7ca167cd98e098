package dev.sallyport.gateway.protocol.postgres;

import dev.sallyport.gateway.sql.SqlText;
import dev.sallyport.model.statement.Parameter.TextForm;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A prepared statement as the gateway knows it.
final class PreparedStatement {
    final String name;
    final String text;
    final SqlText read;

    /// What Describe told of its rows, if the client asked; formats are not known from it.
    @Nullable RowDescription columns;

    /// OIDs of its parameters' types, as far as the client said or a Describe told; 0 for those that nobody did.
    List<Integer> parameterTypes = List.of();

    /// @param name empty for the unnamed one
    PreparedStatement(String name, String text, SqlText read) {
        this.name = name;
        this.text = text;
        this.read = read;
    }

    /// How a binary value of this parameter is read as text.
    TextForm formOf(int parameter) {
        return parameter < parameterTypes.size()
                ? BinaryValue.ofType(parameterTypes.get(parameter))
                : TextForm.UNKNOWN;
    }
}

package dev.sallyport.gateway.sql;

import java.util.Optional;

/// A `COPY … TO STDOUT`, read closely enough to look into the data that it is answered with.
///
/// @param select the query whose rows these are: with as many blanks before it as bring its errors to the place where
///     the client wrote it; of a table, one made of its name
/// @param source what is copied
/// @param delimiter between the values of a row; no meaning in the binary format
/// @param nullText what stands for NULL
/// @param quote around values, in CSV
/// @param escape before a quote within quotes, in CSV
/// @param header whether a line of names comes first
public record CopyOut(
        String select,
        Source source,
        Format format,
        char delimiter,
        String nullText,
        char quote,
        char escape,
        Header header) {
    /// What is copied.
    public enum Source {
        /// All of a table's columns that are not generated.
        TABLE,
        /// Columns of a table, as listed.
        COLUMNS,
        QUERY
    }

    /// How rows are written.
    public enum Format {
        TEXT,
        CSV,
        BINARY
    }

    /// Whether a line of names comes before the rows.
    public enum Header {
        PRESENT,
        ABSENT
    }

    /// Reads the one statement of a text.
    ///
    /// @return empty where it is anything else, or has an option that is not known for certain
    public static Optional<CopyOut> read(String sql) {
        return new CopyOutReader(sql).read();
    }
}

package dev.sallyport.gateway.sql;

/// How a MySQL server compares names of tables and databases: its `lower_case_table_names`.
public enum TableNames {
    /// 0, as on Linux: `Users` and `users` are two tables, and each is reported as it is written.
    AS_WRITTEN,
    /// 1 or 2, as on Windows and macOS, or not known: each is reported in lower case.
    FOLDED
}

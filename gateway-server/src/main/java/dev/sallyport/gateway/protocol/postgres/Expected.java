package dev.sallyport.gateway.protocol.postgres;

/// What the target owes an answer to, in order. The server answers strictly in the order it was asked, so this queue
/// tells what each answer belongs to.
sealed interface Expected {
    record Parsed(PreparedStatement prepared) implements Expected {}

    record Bound(Portal portal) implements Expected {}

    record Closed(Prepared kind, String name) implements Expected {}

    record StatementDescribed(PreparedStatement prepared) implements Expected {}

    record PortalDescribed(Portal portal) implements Expected {}

    /// A Describe of the gateway's own, whose answer the client must not see.
    record PortalDescribedForUs(Portal portal) implements Expected {}

    /// A Parse of the gateway's own: of the query whose rows a COPY sends.
    record CopyParsed(Running running) implements Expected {}

    /// The Describe of that query.
    record CopyDescribed(Running running) implements Expected {}

    /// And its Close.
    record CopyForgotten() implements Expected {}

    record Executed(Portal portal, Running running) implements Expected {}

    /// All answers to one Query, up to ReadyForQuery.
    record Queried(Running running) implements Expected {}

    record FunctionCalled(Running running) implements Expected {}

    /// ReadyForQuery, and nothing before it.
    record Synced() implements Expected {}

    /// The error of the statement that stands in for a refused batch.
    record Refused(Rejection why) implements Expected {}
}

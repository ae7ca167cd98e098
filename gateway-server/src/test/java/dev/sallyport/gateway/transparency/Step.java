package dev.sallyport.gateway.transparency;

import java.util.Map;

/// One thing that a script does on one of its connections, which are named by letters: `a` is the first.
sealed interface Step {
    char connection();

    /// Says how the connection is to be opened; every connection opens at its first step.
    record Open(char connection, int protocol, Map<String, String> parameters) implements Step {}

    /// Bytes to be sent with the next [Flush].
    ///
    /// @param readyDue how many ReadyForQuery the server owes for them
    record Send(char connection, byte[] bytes, int readyDue) implements Step {}

    /// Sends what was gathered, in one write.
    record Flush(char connection) implements Step {}

    /// Reads until this message, or the last ReadyForQuery that is due, or the end.
    record ReadUntil(char connection, char type, int times) implements Step {}

    /// Reads until no ReadyForQuery is due any more.
    record ReadDue(char connection) implements Step {}

    /// Reads until the server closes the connection.
    record ReadToEnd(char connection) implements Step {}

    /// Sends a CancelRequest for the connection.
    record Cancel(char connection) implements Step {}

    /// Waits until a statement with this text sleeps in the server, or waits there for a lock.
    record AwaitRunning(char connection, String text) implements Step {}

    /// Closes the connection without a word.
    record Leave(char connection) implements Step {}
}

package dev.sallyport.gateway.recording;

import dev.sallyport.model.identity.SessionId;
import dev.sallyport.model.recording.Event;
import java.util.concurrent.Executor;

/// Keeps recordings, one file each. Nothing may outrun its receipt: what an event tells of happens only after the
/// receipt for it has come.
public interface Journal extends AutoCloseable {
    /// Begins a recording. Its first event is appended, and not yet receipted.
    ///
    /// @param home where receipts and failures are delivered: the session's event loop
    /// @param failed called once, at home, when the recording can no longer be written; no receipt comes after it
    Recording open(
            SessionId id,
            Event.Opened opened,
            Executor home,
            java.util.function.Consumer<Throwable> failed);

    /// Whether it can still write. Once it cannot, the gateway takes no new session.
    boolean isWriting();

    /// Closes what is open, writes everything out, seals it.
    @Override
    void close();
}

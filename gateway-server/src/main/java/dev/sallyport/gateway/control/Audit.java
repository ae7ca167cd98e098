package dev.sallyport.gateway.control;

import dev.sallyport.model.recording.Event;
import java.io.IOException;

/// The gateway's own recording, as the control API sees it: what changes something is written there first.
@FunctionalInterface
public interface Audit {
    /// Returns once the event has its receipt. Called on virtual threads, several at a time.
    ///
    /// @throws IOException where it cannot be recorded; then what the event tells of does not happen
    void record(Event.Noted event) throws IOException, InterruptedException;
}

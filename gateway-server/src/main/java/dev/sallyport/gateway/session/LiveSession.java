package dev.sallyport.gateway.session;

import dev.sallyport.model.control.SessionSummary;

/// A session as others than its own connection see it: the control API lists it and can end it.
///
/// Safe on every thread, although the session itself lives on its loop.
public interface LiveSession {
    /// How it stands, as of a moment ago. Does not wait for the session's loop.
    SessionSummary summary();

    /// Ends it: the client is told, the recording is closed with this reason. Returns at once; killing it twice is
    /// killing it once.
    ///
    /// @param byWhom the one who kills it, for the recording
    /// @param why their reason; may be empty
    void kill(String byWhom, String why);
}

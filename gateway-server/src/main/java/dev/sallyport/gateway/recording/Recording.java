package dev.sallyport.gateway.recording;

import dev.sallyport.model.identity.SessionId;
import dev.sallyport.model.recording.Event;
import java.util.function.IntFunction;

/// One recording while it grows. Used at its home only (the session's event loop), so it needs no lock.
public interface Recording {
    SessionId id();

    /// Adds an event. Cheap: it is encoded into memory here and now, and written after the next [#commit].
    void append(Event event);

    /// Hands everything appended so far to be written. The receipt is run at home once it is on disk as the configured
    /// durability demands, in a later turn or, with [Writer#CALLER], before this returns; receipts come in order. If writing fails, no receipt is ever run, and the journal's failure
    /// callback is.
    void commit(Runnable receipt);

    /// Like [#commit] for what nobody waits for.
    void commit();

    /// Says how to get what a reader must know to begin in the middle. It is asked for about every
    /// [#KEYFRAME_BYTES] of records, and stands first in its segment.
    ///
    /// @param state given how many statements were asked so far
    void keyframes(IntFunction<Event.Keyframe> state);

    /// How many bytes of records lie between keyframes.
    int KEYFRAME_BYTES = 1024 * 1024;

    /// Bytes appended and not yet on disk.
    long behindBytes();

    /// Appends the last event, seals the recording and closes the file. Later calls do nothing.
    void close(Event.Closed closed);
}

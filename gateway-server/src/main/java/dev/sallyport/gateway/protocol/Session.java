package dev.sallyport.gateway.protocol;

import dev.sallyport.model.identity.SessionId;
import dev.sallyport.model.recording.Event;
import dev.sallyport.model.statement.Statement;
import java.util.function.IntFunction;

/// One identity, one target, one connection, one event loop, as a conversation sees it.
public interface Session {
    SessionId id();

    OpenTarget target();

    /// Whether policy may mask anything for this identity on this target. Where it may not, results need no looking at.
    boolean mayMask();

    /// Asks the gate. Statements are decided in the order they are asked; the reply comes on the event loop, later than
    /// this call returns.
    ///
    /// @return the statement's number in the recording
    int ask(Statement statement, Reply reply);

    /// Gives up the statements that are asked and not yet replied to: each gets a refusal [Refusal.Kind#CANCELLED].
    void withdraw();

    /// Records what happened or is about to be shown. Bytes in the event are copied before this returns.
    void record(Event event);

    /// Says how to get the conversation's state for a keyframe, which the recording asks for now and then, on the event
    /// loop: enough for a reader to begin there. What is given last counts.
    ///
    /// @param state given how many statements were asked so far
    void keyframes(IntFunction<Event.Keyframe> state);

    /// How many bytes of a statement's rows are recorded; further rows are only counted.
    int rowBytesRecordedMax();

    void close(Reason reason);
}

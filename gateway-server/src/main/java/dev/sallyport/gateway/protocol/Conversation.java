package dev.sallyport.gateway.protocol;

import dev.sallyport.model.approval.Approval;
import org.jspecify.annotations.Nullable;

/// A protocol's state machine for one connection, without I/O: no socket, thread or clock. Called only on the
/// session's event loop. It owns the frames it is given.
///
/// An exception out of any of these closes the connection with [Reason#PROTOCOL_ERROR].
public interface Conversation<F> {
    void fromClient(F frame);

    void fromTarget(F frame);

    /// The target's connection is open; follows [Wire#dial].
    void dialled();

    /// The target could not be reached; the client is still there to be told.
    void dialFailed(Throwable why);

    /// TLS with that side stands; follows [Wire#startTls].
    void secured(Side side);

    /// That side's connection has ended, or broke. The relay closes the other one afterwards, once what was written is
    /// flushed.
    ///
    /// @param broken what was thrown, by the codec or here, for [Reason#PROTOCOL_ERROR]; else null
    void ended(Side side, Reason reason, @Nullable Throwable broken);

    /// All frames that were there to read have been given; what was gathered may go now.
    default void readComplete(Side side) {}

    /// A statement is held; tell the person, if the protocol can.
    default void waiting(Approval approval) {}

    /// The person gave up what is running or waiting.
    default void cancel() {}

    /// The gateway ends the session (kill, shutdown): say so in the protocol's words. The relay closes afterwards.
    default void closing(Reason reason) {}

    /// The last call: both connections are closing, and frames that are still kept are to be released.
    void gone();
}

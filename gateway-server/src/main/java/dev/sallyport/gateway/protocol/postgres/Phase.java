package dev.sallyport.gateway.protocol.postgres;

import dev.sallyport.gateway.protocol.Side;
import dev.sallyport.model.approval.Approval;

/// A part of a connection's life; what it does not expect is an error.
sealed interface Phase permits ClientLogin, TargetConnection, Exchange {
    void fromClient(Frame frame);

    void fromTarget(Frame frame);

    default void dialled() {
        throw new IllegalStateException(
                "dialled: in " + this + " (expected: while connecting to the target)");
    }

    default void dialFailed(Throwable why) {
        throw new IllegalStateException(
                "dial failed: in " + this + " (expected: while connecting to the target)", why);
    }

    void secured(Side side);

    default void waiting(Approval approval) {}

    default void cancel() {}

    /// Whether the client's stream is between two messages, in the clear state where an ErrorResponse can be read.
    boolean clientMayBeTold();

    /// Releases what is kept.
    default void gone() {}
}

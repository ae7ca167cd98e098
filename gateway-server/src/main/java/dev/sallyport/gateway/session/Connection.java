package dev.sallyport.gateway.session;

import dev.sallyport.gateway.protocol.PauseReason;
import dev.sallyport.gateway.protocol.Reason;
import dev.sallyport.gateway.protocol.Side;
import dev.sallyport.model.approval.Approval;
import java.net.InetSocketAddress;
import java.util.concurrent.ScheduledExecutorService;

/// What a session may do with the connection it lives on. All but [#loop] is called on the loop only.
public interface Connection {
    /// The event loop of client and target; everything of the session happens there.
    ScheduledExecutorService loop();

    InetSocketAddress clientAddress();

    void pause(Side side, PauseReason reason);

    void resume(Side side, PauseReason reason);

    /// A statement is held: the conversation may tell the person.
    void waiting(Approval approval);

    /// Somebody showed the cancel key: the conversation stops what is running.
    void cancel();

    /// Ends both connections; the conversation says why first.
    void shut(Reason reason);

    /// The session exists from now on and is told of the connection's end. The login deadline still applies, until the
    /// target is signed in to as well.
    void belongsTo(Ending session);

    /// What is told that the connection ended, once.
    interface Ending {
        void ended(Reason reason, String detail);
    }
}

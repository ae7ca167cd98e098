package dev.sallyport.gateway.protocol.postgres;

import dev.sallyport.gateway.protocol.Errand;
import dev.sallyport.gateway.protocol.OpenTarget;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Cancels what runs at the target, as the protocol has it: on a connection of its own, with the target's real key, over
/// TLS where the session has it (section 54.2.8).
final class CancelErrand implements Errand<Frame> {
    private static final Logger LOG = LoggerFactory.getLogger(CancelErrand.class);

    private final OpenTarget target;
    private final BackendKeyData key;
    private final ByteBufAllocator alloc;
    private final Runnable done;
    private @Nullable Line<Frame> line;
    private boolean sent;

    /// @param done told when the server has taken the request, or it could not be brought
    CancelErrand(OpenTarget target, BackendKeyData key, ByteBufAllocator alloc, Runnable done) {
        this.target = target;
        this.key = key;
        this.alloc = alloc;
        this.done = done;
    }

    @Override
    public void dialled(Line<Frame> opened) {
        line = opened;
        if (target.tls().mode() == OpenTarget.Tls.Mode.DISABLE) {
            cancel();
        } else {
            opened.send(StartupRequest.SSL.toFrame(alloc));
        }
    }

    @Override
    public void fromTarget(Frame frame) {
        boolean tls =
                frame.length() == 1 && frame.bytes().getByte(frame.bytes().readerIndex()) == 'S';
        frame.release();
        if (line != null && !sent) {
            if (tls) {
                line.startTls();
            } else {
                line.close();
            }
        }
    }

    @Override
    public void secured() {
        cancel();
    }

    /// The server closes the connection once it has taken the request; that is its only answer.
    private void cancel() {
        if (line != null) {
            sent = true;
            line.send(new CancelRequest(key.processId(), key.key()).toFrame(alloc));
        }
    }

    @Override
    public void ended(String why) {
        if (!sent) {
            LOG.warn("a cancel request did not reach {}: {}", target, why);
        }
        done.run();
    }
}

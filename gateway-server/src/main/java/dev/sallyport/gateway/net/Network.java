package dev.sallyport.gateway.net;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import java.util.concurrent.TimeUnit;

/// The event loops that all sessions share, and how targets are dialled from them.
public final class Network implements AutoCloseable {
    private final Transport transport = Transport.best();
    private final MultiThreadIoEventLoopGroup loops;
    private final TargetTls targetTls = new TargetTls();
    private final Dialler dialler = new Dialler(transport, targetTls);

    /// @param threads event loops; a session keeps to one of them
    public Network(int threads) {
        this.loops = transport.newLoops("loop", threads);
    }

    Transport transport() {
        return transport;
    }

    EventLoopGroup loops() {
        return loops;
    }

    Dialler dialler() {
        return dialler;
    }

    @Override
    public void close() {
        loops.shutdownGracefully(0, 3, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
        targetTls.close();
    }
}

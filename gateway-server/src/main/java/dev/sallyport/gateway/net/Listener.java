package dev.sallyport.gateway.net;

import dev.sallyport.gateway.protocol.FramedProtocol;
import dev.sallyport.gateway.protocol.Reason;
import dev.sallyport.gateway.protocol.Side;
import dev.sallyport.gateway.session.Reception;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Accepts clients of one protocol at one address, and gives each a [Relay].
public final class Listener<F> implements AutoCloseable {
    /// A side that has more than this to take slows the other down; a window of results is 256 KiB.
    static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(128 << 10, 256 << 10);

    private static final int FAREWELL_SECONDS_MAX = 5;
    private static final Logger LOG = LoggerFactory.getLogger(Listener.class);

    private final FramedProtocol<F> protocol;
    private final Network network;
    private final Reception reception;
    private final Limits limits;
    private final @Nullable ServerTls tls;
    private final Set<Relay<F>> relays = ConcurrentHashMap.newKeySet();
    private final AtomicInteger preLogin = new AtomicInteger();
    private @Nullable Channel channel;

    /// @param preLoginConnectionsMax clients at once that are not signed in; more are turned away unread
    /// @param loginSeconds how long a client may take to be signed in and connected
    public record Limits(int preLoginConnectionsMax, long loginSeconds) {}

    public Listener(
            FramedProtocol<F> protocol,
            Network network,
            Reception reception,
            Limits limits,
            @Nullable ServerTls tls) {
        this.protocol = protocol;
        this.network = network;
        this.reception = reception;
        this.limits = limits;
        this.tls = tls;
    }

    /// Starts to listen.
    ///
    /// @return the address, with the port that the system chose where 0 was asked for
    /// @throws IOException where the address cannot be had
    public InetSocketAddress listen(InetSocketAddress at) throws IOException {
        Transport transport = network.transport();
        EventLoopGroup loops = network.loops();
        var bound =
                new ServerBootstrap()
                        .group(loops, loops)
                        .channel(transport.serverChannel())
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .option(ChannelOption.SO_BACKLOG, 1024)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childOption(ChannelOption.SO_KEEPALIVE, true)
                        .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
                        .childHandler(
                                new ChannelInitializer<>() {
                                    @Override
                                    protected void initChannel(Channel client) {
                                        accepted(client);
                                    }
                                })
                        .bind(at)
                        .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException(
                    "cannot listen for "
                            + protocol.name()
                            + " on "
                            + at
                            + ": "
                            + bound.cause().getMessage(),
                    bound.cause());
        }
        channel = bound.channel();
        return (InetSocketAddress) bound.channel().localAddress();
    }

    private void accepted(Channel client) {
        if (preLogin.incrementAndGet() > limits.preLoginConnectionsMax()) {
            preLogin.decrementAndGet();
            LOG.warn(
                    "turned away {}: {} connections are signing in",
                    client.remoteAddress(),
                    limits.preLoginConnectionsMax());
            client.close();
            return;
        }
        AtomicBoolean counted = new AtomicBoolean(true);
        Runnable noLongerSigningIn =
                () -> {
                    if (counted.getAndSet(false)) {
                        preLogin.decrementAndGet();
                    }
                };
        Relay<F> relay =
                new Relay<>(
                        protocol,
                        client,
                        network.dialler(),
                        tls,
                        reception,
                        new Relay.Login(limits.loginSeconds(), noLongerSigningIn));
        relays.add(relay);
        client.closeFuture()
                .addListener(done -> {
                    relays.remove(relay);
                    noLongerSigningIn.run();
                });
        if (tls != null && !protocol.directTlsName().isEmpty()) {
            client.pipeline().addLast("first-byte", new DirectTls(relay));
        }
        protocol.addCodec(client.pipeline(), Side.CLIENT);
        client.pipeline().addLast("relay", new RelayHandler<>(relay, Side.CLIENT));
    }

    /// Takes no more clients, says farewell to those there are, and waits a moment for them to be told.
    @Override
    public void close() {
        if (channel != null) {
            channel.close().awaitUninterruptibly();
        }
        CountDownLatch told = new CountDownLatch(relays.size());
        for (Relay<F> relay : relays) {
            relay.loop()
                    .execute(() -> {
                        relay.shut(Reason.SHUTDOWN);
                        told.countDown();
                    });
        }
        try {
            if (!told.await(FAREWELL_SECONDS_MAX, TimeUnit.SECONDS)) {
                LOG.warn("{} connections were not told of the shutdown in time", told.getCount());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

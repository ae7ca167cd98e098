package dev.sallyport.gateway.net;

import dev.sallyport.gateway.protocol.OpenTarget;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.AttributeKey;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Opens connections to targets on a given loop. Names are looked up, and certificates read, on virtual threads: both
/// may wait for the network or a disk, and a loop must not.
final class Dialler {
    private static final int CONNECT_MILLIS_MAX = 10_000;
    private static final AttributeKey<TargetTls.Ready> TLS =
            AttributeKey.valueOf(Dialler.class, "tls");

    /// Takes the open channel, or why there is none; on the loop, once.
    interface Dialled {
        void done(@Nullable Channel channel, @Nullable Throwable why);
    }

    private final Transport transport;
    private final TargetTls targetTls;

    Dialler(Transport transport, TargetTls targetTls) {
        this.transport = transport;
        this.targetTls = targetTls;
    }

    /// @param prepare adds the handlers, before the first byte is read
    void dial(OpenTarget to, EventLoop loop, Consumer<Channel> prepare, Dialled dialled) {
        Thread.ofVirtual()
                .name("dial ", 0)
                .start(() -> {
                    try {
                        InetAddress address = address(to.host());
                        TargetTls.Ready tls = targetTls.prepare(to);
                        loop.execute(() -> connect(to, address, tls, loop, prepare, dialled));
                    } catch (Exception e) {
                        loop.execute(() -> dialled.done(null, e));
                    }
                });
    }

    private static InetAddress address(String host) throws java.net.UnknownHostException {
        byte[] literal = NetUtil.createByteArrayFromIpAddressString(host);
        return literal == null
                ? InetAddress.getByName(host)
                : InetAddress.getByAddress(host, literal);
    }

    private void connect(
            OpenTarget to,
            InetAddress address,
            TargetTls.Ready tls,
            EventLoop loop,
            Consumer<Channel> prepare,
            Dialled dialled) {
        new Bootstrap()
                .group(loop)
                .channel(transport.clientChannel())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS_MAX)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, Listener.WATER_MARK)
                .handler(
                        new ChannelInitializer<>() {
                            @Override
                            protected void initChannel(Channel channel) {
                                channel.attr(TLS).set(tls);
                                prepare.accept(channel);
                            }
                        })
                .connect(new InetSocketAddress(address, to.port()))
                .addListener(
                        (io.netty.channel.ChannelFutureListener)
                                done ->
                                        dialled.done(
                                                done.isSuccess() ? done.channel() : null,
                                                done.cause()));
    }

    /// Starts TLS as client on a channel that was dialled here.
    SslHandler addTls(Channel channel) {
        TargetTls.Ready tls = channel.attr(TLS).get();
        if (tls == null) {
            throw new IllegalStateException(
                    "TLS to target: not prepared (expected: a channel that was dialled here)");
        }
        channel.flush();
        SslHandler handler = tls.newHandler(channel.alloc());
        channel.pipeline().addFirst("tls", handler);
        return handler;
    }
}

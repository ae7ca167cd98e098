package dev.sallyport.gateway.net;

import dev.sallyport.gateway.protocol.Errand;
import dev.sallyport.gateway.protocol.FramedProtocol;
import dev.sallyport.gateway.protocol.OpenTarget;
import dev.sallyport.gateway.protocol.Side;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import java.security.cert.X509Certificate;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The connection of one [Errand]; it ends by itself after a while, so that no errand outlives its use.
final class ErrandLine<F> extends ChannelInboundHandlerAdapter implements Errand.Line<F> {
    private static final int SECONDS_MAX = 30;

    private final FramedProtocol<F> protocol;
    private final Dialler dialler;
    private final Errand<F> errand;
    private final Consumer<ErrandLine<F>> whenEnded;
    private final Consumer<RuntimeException> broke;
    private @Nullable Channel channel;
    private boolean ended;

    ErrandLine(
            FramedProtocol<F> protocol,
            Dialler dialler,
            Errand<F> errand,
            Consumer<ErrandLine<F>> whenEnded,
            Consumer<RuntimeException> broke) {
        this.protocol = protocol;
        this.dialler = dialler;
        this.errand = errand;
        this.whenEnded = whenEnded;
        this.broke = broke;
    }

    void dial(OpenTarget to, EventLoop loop) {
        dialler.dial(
                to,
                loop,
                opened -> {
                    protocol.addCodec(opened.pipeline(), Side.TARGET);
                    opened.pipeline().addLast("errand", this);
                },
                (opened, why) -> {
                    if (opened == null) {
                        end(String.valueOf(why));
                    } else if (ended) {
                        opened.close();
                    } else {
                        channel = opened;
                        loop.schedule(this::close, SECONDS_MAX, TimeUnit.SECONDS);
                        errand.dialled(this);
                        opened.flush();
                    }
                });
    }

    @Override
    public void send(F frame) {
        Channel open = Objects.requireNonNull(channel, "channel");
        open.writeAndFlush(frame, open.voidPromise());
    }

    @Override
    public void startTls() {
        dialler.addTls(Objects.requireNonNull(channel, "channel"))
                .handshakeFuture()
                .addListener(done -> {
                    if (done.isSuccess()) {
                        errand.secured();
                    } else {
                        end(String.valueOf(done.cause()));
                    }
                });
    }

    @Override
    public @Nullable X509Certificate targetCertificate() {
        return channel == null ? null : Relay.peerCertificate(channel);
    }

    @Override
    public void close() {
        end("closed");
    }

    @Override
    @SuppressWarnings(
            "unchecked") // the protocol's own codec stands before this handler and emits nothing
    // but F
    public void channelRead(ChannelHandlerContext ctx, Object frame) {
        if (ended) {
            protocol.release((F) frame);
        } else {
            // What an errand leads to is the session's own affair: if that fails, the session has.
            try {
                errand.fromTarget((F) frame);
            } catch (RuntimeException e) {
                end(e.toString());
                broke.accept(e);
            }
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        end("the target closed the connection");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        end(cause.toString());
    }

    private void end(String why) {
        if (!ended) {
            ended = true;
            if (channel != null) {
                channel.close();
            }
            whenEnded.accept(this);
            errand.ended(why);
        }
    }
}

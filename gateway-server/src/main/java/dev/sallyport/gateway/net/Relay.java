package dev.sallyport.gateway.net;

import dev.sallyport.gateway.protocol.Conversation;
import dev.sallyport.gateway.protocol.Errand;
import dev.sallyport.gateway.protocol.FramedProtocol;
import dev.sallyport.gateway.protocol.OpenTarget;
import dev.sallyport.gateway.protocol.PauseReason;
import dev.sallyport.gateway.protocol.Reason;
import dev.sallyport.gateway.protocol.Side;
import dev.sallyport.gateway.protocol.Wire;
import dev.sallyport.gateway.session.Connection;
import dev.sallyport.gateway.session.Reception;
import dev.sallyport.model.approval.Approval;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Joins one client to one target: two channels on one event loop, with a conversation between them. So a session needs
/// no lock, and a frame is handed over without crossing a thread.
///
/// Writes are gathered and flushed once, when the loop has done what it was woken for.
final class Relay<F> implements Wire<F>, Connection {
    private static final int FAREWELL_SECONDS_MAX = 5;
    private static final Logger LOG = LoggerFactory.getLogger(Relay.class);

    private final FramedProtocol<F> protocol;
    private final Channel client;
    private final BackPressure clientReading;
    private final Dialler dialler;
    private final @Nullable ServerTls serverTls;
    private final Conversation<F> conversation;
    private final List<ErrandLine<F>> errands = new ArrayList<>(1);
    private final Future<?> loginDeadline;
    private final Login login;
    private final Runnable flush = this::flush;

    private @Nullable Channel target;
    private @Nullable BackPressure targetReading;
    private @Nullable Ending session;
    private @Nullable Reason closing;
    private String closingDetail = "";
    private boolean flushDue;

    /// @param seconds how long signing in may take
    /// @param done told once the client is signed in
    record Login(long seconds, Runnable done) {}

    Relay(
            FramedProtocol<F> protocol,
            Channel client,
            Dialler dialler,
            @Nullable ServerTls serverTls,
            Reception reception,
            Login login) {
        this.protocol = protocol;
        this.client = client;
        this.clientReading = new BackPressure(client);
        this.dialler = dialler;
        this.serverTls = serverTls;
        this.conversation = protocol.converse(reception.door(this), this);
        this.loginDeadline =
                client.eventLoop()
                        .schedule(this::loginTookTooLong, login.seconds(), TimeUnit.SECONDS);
        this.login = login;
    }

    FramedProtocol<F> protocol() {
        return protocol;
    }

    // What the channels' handlers tell.

    void received(Side side, F frame) {
        if (closing != null) {
            protocol.release(frame);
            return;
        }
        try {
            if (side == Side.CLIENT) {
                conversation.fromClient(frame);
            } else {
                conversation.fromTarget(frame);
            }
        } catch (RuntimeException e) {
            broke(side, e);
        }
    }

    void readComplete(Side side) {
        if (closing == null) {
            conversation.readComplete(side);
        }
        flush();
    }

    /// One side takes bytes again, or has enough of them for the moment: the other side is read accordingly.
    void writable(Side side, boolean writable) {
        Side other = side == Side.CLIENT ? Side.TARGET : Side.CLIENT;
        if (writable) {
            resume(other, PauseReason.PEER_SLOW);
        } else {
            pause(other, PauseReason.PEER_SLOW);
        }
    }

    void ended(Side side) {
        if (closing == null) {
            Reason reason = side == Side.CLIENT ? Reason.CLIENT_LEFT : Reason.TARGET_LEFT;
            conversation.ended(side, reason, null);
            close(reason);
        }
    }

    /// Something failed on that side: bytes that are no frame, a broken connection, a defect of ours. The connection is
    /// ended either way; an exception never leaves it half alive.
    void broke(Side side, Throwable why) {
        if (closing != null) {
            return;
        }
        Reason reason = Reason.PROTOCOL_ERROR;
        Throwable cause =
                why instanceof io.netty.handler.codec.DecoderException && why.getCause() != null
                        ? why.getCause()
                        : why;
        if (cause instanceof java.io.IOException) {
            reason = side == Side.CLIENT ? Reason.CLIENT_LEFT : Reason.TARGET_LEFT;
        } else {
            LOG.atWarn()
                    .addKeyValue("side", side)
                    .addKeyValue("client", client.remoteAddress())
                    .log("connection broke: {}", cause.toString());
            LOG.debug("where it broke", cause);
        }
        closingDetail = String.valueOf(cause.getMessage());
        try {
            conversation.ended(side, reason, reason == Reason.PROTOCOL_ERROR ? cause : null);
        } catch (RuntimeException e) {
            LOG.warn("while ending a broken connection", e);
        }
        close(reason);
    }

    /// Either the client has not said who it is, or the target does not let us in.
    private void loginTookTooLong() {
        if (closing != null) {
            return;
        }
        if (session == null) {
            conversation.closing(Reason.LOGIN_TIMEOUT);
            close(Reason.LOGIN_TIMEOUT);
        } else {
            conversation.dialFailed(
                    new SocketTimeoutException(
                            "no session with it within " + login.seconds() + " s"));
        }
    }

    // Wire

    @Override
    public void toClient(F frame) {
        if (closing != null) {
            // An answer to somebody who left meanwhile: the pipeline is taken apart, and would drop
            // it unreleased.
            protocol.release(frame);
            return;
        }
        client.write(frame, client.voidPromise());
        scheduleFlush();
    }

    @Override
    public void toTarget(F frame) {
        Channel channel = target;
        if (channel == null) {
            protocol.release(frame);
            throw new IllegalStateException(
                    "target: not dialled (expected: dialled before anything is sent)");
        }
        channel.write(frame, channel.voidPromise());
        scheduleFlush();
    }

    @Override
    public void startTls(Side side) {
        if (side == Side.CLIENT) {
            if (serverTls == null) {
                throw new IllegalStateException("TLS: no certificate (expected: one configured)");
            }
            client.flush();
            SslHandler handler = serverTls.newHandler(client);
            client.pipeline().addFirst("tls", handler);
            tellWhenSecured(handler, Side.CLIENT);
        } else {
            Channel channel = Objects.requireNonNull(target, "target");
            tellWhenSecured(dialler.addTls(channel), Side.TARGET);
        }
    }

    private void tellWhenSecured(SslHandler handler, Side side) {
        handler.handshakeFuture()
                .addListener(done -> {
                    if (done.isSuccess()) {
                        if (closing == null) {
                            conversation.secured(side);
                        }
                    } else if (side == Side.TARGET && closing == null) {
                        conversation.dialFailed(done.cause());
                    } else {
                        broke(side, done.cause());
                    }
                });
    }

    @Override
    public boolean isSecure(Side side) {
        Channel channel = side == Side.CLIENT ? client : target;
        SslHandler handler = channel == null ? null : channel.pipeline().get(SslHandler.class);
        return handler != null && handler.handshakeFuture().isSuccess();
    }

    @Override
    public boolean offersTls() {
        return serverTls != null;
    }

    @Override
    public @Nullable X509Certificate targetCertificate() {
        return target == null ? null : peerCertificate(target);
    }

    static @Nullable X509Certificate peerCertificate(Channel channel) {
        SslHandler handler = channel.pipeline().get(SslHandler.class);
        if (handler == null) {
            return null;
        }
        try {
            return handler.engine().getSession().getPeerCertificates()[0]
                            instanceof X509Certificate x509
                    ? x509
                    : null;
        } catch (SSLPeerUnverifiedException e) {
            return null;
        }
    }

    @Override
    public InetSocketAddress clientAddress() {
        return (InetSocketAddress) client.remoteAddress();
    }

    @Override
    public void dial(OpenTarget to) {
        dialler.dial(
                to,
                client.eventLoop(),
                channel -> {
                    protocol.addCodec(channel.pipeline(), Side.TARGET);
                    channel.pipeline().addLast("relay", new RelayHandler<>(this, Side.TARGET));
                },
                (channel, why) -> {
                    if (closing != null) {
                        if (channel != null) {
                            channel.close();
                        }
                    } else if (channel == null) {
                        conversation.dialFailed(Objects.requireNonNull(why));
                    } else {
                        target = channel;
                        targetReading = new BackPressure(channel);
                        conversation.dialled();
                    }
                });
    }

    @Override
    public void signedIn() {
        loginDeadline.cancel(false);
    }

    @Override
    public void aside(OpenTarget to, Errand<F> errand) {
        ErrandLine<F> line =
                new ErrandLine<>(
                        protocol, dialler, errand, errands::remove, e -> broke(Side.TARGET, e));
        errands.add(line);
        line.dial(to, client.eventLoop());
    }

    @Override
    public Alarm after(long millis, Runnable then) {
        Future<?> alarm =
                client.eventLoop()
                        .schedule(
                                () -> {
                                    if (closing == null) {
                                        ring(then);
                                    }
                                },
                                millis,
                                TimeUnit.MILLISECONDS);
        return () -> alarm.cancel(false);
    }

    private void ring(Runnable then) {
        try {
            then.run();
        } catch (RuntimeException e) {
            broke(Side.TARGET, e);
        }
    }

    @Override
    public void pause(Side side, PauseReason reason) {
        BackPressure reading = side == Side.CLIENT ? clientReading : targetReading;
        if (reading != null) {
            reading.pause(reason);
        }
    }

    @Override
    public void resume(Side side, PauseReason reason) {
        BackPressure reading = side == Side.CLIENT ? clientReading : targetReading;
        if (reading != null) {
            reading.resume(reason);
        }
    }

    @Override
    public void close(Reason reason) {
        if (closing != null) {
            return;
        }
        closing = reason;
        loginDeadline.cancel(false);
        closeOnceFlushed(client);
        if (target != null) {
            closeOnceFlushed(target);
        }
        List.copyOf(errands).forEach(ErrandLine::close);
        conversation.gone();
        if (session != null) {
            session.ended(reason, closingDetail);
        }
    }

    /// What was said last (an error, a farewell) is flushed before the socket closes; but a peer that takes nothing
    /// any more must not keep its connection for ever.
    private static void closeOnceFlushed(Channel channel) {
        Future<?> patience =
                channel.eventLoop()
                        .schedule(() -> channel.close(), FAREWELL_SECONDS_MAX, TimeUnit.SECONDS);
        channel.closeFuture().addListener(done -> patience.cancel(false));
        channel.writeAndFlush(io.netty.buffer.Unpooled.EMPTY_BUFFER)
                .addListener(ChannelFutureListener.CLOSE);
    }

    // Connection: what the session may do.

    @Override
    public ScheduledExecutorService loop() {
        return client.eventLoop();
    }

    @Override
    public void waiting(Approval approval) {
        if (closing == null) {
            conversation.waiting(approval);
        }
    }

    @Override
    public void cancel() {
        if (closing == null) {
            conversation.cancel();
        }
    }

    @Override
    public void belongsTo(Ending opened) {
        session = opened;
        login.done().run();
        if (closing != null) {
            opened.ended(closing, closingDetail);
        }
    }

    @Override
    public void shut(Reason reason) {
        if (closing == null) {
            conversation.closing(reason);
            close(reason);
        }
    }

    private void scheduleFlush() {
        if (!flushDue) {
            flushDue = true;
            client.eventLoop().execute(flush);
        }
    }

    private void flush() {
        if (flushDue) {
            flushDue = false;
            client.flush();
            if (target != null) {
                target.flush();
            }
        }
    }
}

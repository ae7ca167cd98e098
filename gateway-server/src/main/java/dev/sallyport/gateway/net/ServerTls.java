package dev.sallyport.gateway.net;

import io.netty.channel.Channel;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// TLS toward clients. A renewed certificate is picked up within seconds, without a restart; one that cannot be read is
/// reported, and the one before it stays.
public final class ServerTls implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ServerTls.class);
    private static final long LOOK_AGAIN_NANOS = Duration.ofSeconds(5).toNanos();

    private final Path certificate;
    private final Path key;
    private final String alpnName;
    private Loaded loaded;

    private record Loaded(
            SslContext context, FileTime certificateTime, FileTime keyTime, long lookedAtNanos) {
        Loaded lookedAt(long nanos) {
            return new Loaded(context, certificateTime, keyTime, nanos);
        }
    }

    /// @param certificate chain, PEM, the server's own first
    /// @param key private key, PKCS #8 PEM
    /// @param alpnName offered where a client asks by ALPN (RFC 7301)
    /// @throws IOException where a file cannot be read or holds no such thing
    public ServerTls(Path certificate, Path key, String alpnName) throws IOException {
        this.certificate = certificate;
        this.key = key;
        this.alpnName = alpnName;
        this.loaded = load();
    }

    /// One at a time, so that a context that is being replaced is not let go of under somebody's hands.
    synchronized SslHandler newHandler(Channel channel) {
        return current().newHandler(channel.alloc());
    }

    @Override
    public synchronized void close() {
        Tls.release(loaded.context);
    }

    private SslContext current() {
        Loaded now = loaded;
        if (System.nanoTime() - now.lookedAtNanos < LOOK_AGAIN_NANOS) {
            return now.context;
        }
        try {
            boolean same =
                    now.certificateTime.equals(Files.getLastModifiedTime(certificate))
                            && now.keyTime.equals(Files.getLastModifiedTime(key));
            if (same) {
                loaded = now.lookedAt(System.nanoTime());
            } else {
                loaded = load();
                Tls.release(now.context);
                LOG.info("certificate {} renewed", certificate);
            }
        } catch (IOException | IllegalArgumentException e) {
            LOG.error(
                    "certificate {} not renewed, the one before it stays: {}",
                    certificate,
                    e.toString());
            loaded = now.lookedAt(System.nanoTime());
        }
        return loaded.context;
    }

    private Loaded load() throws IOException {
        FileTime certificateTime = Files.getLastModifiedTime(certificate);
        FileTime keyTime = Files.getLastModifiedTime(key);
        SslContextBuilder builder =
                SslContextBuilder.forServer(certificate.toFile(), key.toFile())
                        .sslProvider(Tls.provider())
                        .protocols(Tls.VERSIONS);
        if (!alpnName.isEmpty()) {
            builder.applicationProtocolConfig(
                    new ApplicationProtocolConfig(
                            ApplicationProtocolConfig.Protocol.ALPN,
                            ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                            ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                            alpnName));
        }
        return new Loaded(builder.build(), certificateTime, keyTime, System.nanoTime());
    }
}

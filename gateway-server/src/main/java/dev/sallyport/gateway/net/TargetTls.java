package dev.sallyport.gateway.net;

import dev.sallyport.gateway.protocol.OpenTarget;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/// TLS toward targets. Contexts are costly to make, so each is kept as long as its files stay what they were; a renewed
/// certificate is picked up by the next connection.
final class TargetTls implements AutoCloseable {
    private final ConcurrentHashMap<Key, SslContext> contexts = new ConcurrentHashMap<>();

    private record Key(OpenTarget.Tls tls, List<FileTime> modified) {}

    /// All that a handshake with one target needs.
    record Ready(@Nullable SslContext context, OpenTarget target) {
        SslHandler newHandler(ByteBufAllocator alloc) {
            if (context == null) {
                throw new IllegalStateException(
                        "TLS to " + target + ": disabled (expected: verify-full or verify-ca)");
            }
            SslHandler handler = context.newHandler(alloc, target.host(), target.port());
            SSLEngine engine = handler.engine();
            SSLParameters parameters = engine.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm(
                    target.tls().mode() == OpenTarget.Tls.Mode.VERIFY_FULL ? "HTTPS" : null);
            engine.setSSLParameters(parameters);
            return handler;
        }
    }

    /// Reads what the target's TLS needs; may wait for the disk.
    Ready prepare(OpenTarget target) throws IOException {
        OpenTarget.Tls tls = target.tls();
        if (tls.mode() == OpenTarget.Tls.Mode.DISABLE) {
            return new Ready(null, target);
        }
        Key key = new Key(tls, modified(tls));
        try {
            return new Ready(contexts.computeIfAbsent(key, TargetTls::build), target);
        } catch (UncheckedIOException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        contexts.values().forEach(Tls::release);
        contexts.clear();
    }

    private static List<FileTime> modified(OpenTarget.Tls tls) throws IOException {
        List<FileTime> times = new ArrayList<>(3);
        for (Path file : new Path[] {tls.ca(), tls.certificate(), tls.key()}) {
            if (file != null) {
                times.add(Files.getLastModifiedTime(file));
            }
        }
        return times;
    }

    private static SslContext build(Key of) {
        OpenTarget.Tls tls = of.tls();
        SslContextBuilder builder =
                SslContextBuilder.forClient().sslProvider(Tls.provider()).protocols(Tls.VERSIONS);
        Path ca = tls.ca();
        if (ca != null) {
            builder.trustManager(ca.toFile());
        }
        Path certificate = tls.certificate();
        Path key = tls.key();
        if (certificate != null && key != null) {
            builder.keyManager(certificate.toFile(), key.toFile());
        }
        try {
            return builder.build();
        } catch (SSLException e) {
            throw new UncheckedIOException(e);
        }
    }
}

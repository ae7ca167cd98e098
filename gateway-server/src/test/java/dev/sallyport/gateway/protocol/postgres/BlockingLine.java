package dev.sallyport.gateway.protocol.postgres;

import dev.sallyport.gateway.protocol.Errand;
import dev.sallyport.gateway.protocol.OpenTarget;
import io.netty.buffer.Unpooled;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/// Runs an errand against a real server over a plain blocking socket: no event loop, no relay, no checks of its own.
final class BlockingLine implements Errand.Line<Frame> {
    private final OpenTarget target;
    private final Errand<Frame> errand;
    private Socket socket;
    private boolean startTls;
    private @Nullable X509Certificate certificate;

    private BlockingLine(OpenTarget target, Errand<Frame> errand, Socket socket) {
        this.target = target;
        this.errand = errand;
        this.socket = socket;
    }

    /// Returns when the connection has ended.
    static void run(OpenTarget target, Errand<Frame> errand) {
        try (Socket socket = new Socket(target.host(), target.port())) {
            BlockingLine line = new BlockingLine(target, errand, socket);
            errand.dialled(line);
            try {
                line.pump();
            } catch (IOException e) {
                errand.ended(String.valueOf(e.getMessage()));
                return;
            }
            errand.ended("");
        } catch (IOException e) {
            errand.ended(String.valueOf(e.getMessage()));
        }
    }

    private void pump() throws IOException {
        boolean first = target.tls().mode() != OpenTarget.Tls.Mode.DISABLE;
        DataInputStream in = new DataInputStream(socket.getInputStream());
        while (!socket.isClosed()) {
            int type = in.read();
            if (type < 0) {
                return;
            }
            if (first) {
                first = false;
                errand.fromTarget(Frame.whole((byte) 0, Unpooled.buffer(1).writeByte(type)));
                if (startTls) {
                    in = secure();
                    errand.secured();
                }
                continue;
            }
            byte[] body = new byte[in.readInt() - 4];
            in.readFully(body);
            errand.fromTarget(
                    Frame.whole(
                            (byte) type,
                            Unpooled.buffer()
                                    .writeByte(type)
                                    .writeInt(body.length + 4)
                                    .writeBytes(body)));
        }
    }

    private DataInputStream secure() throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new TrustAll()}, null);
            SSLSocket secure =
                    (SSLSocket)
                            context.getSocketFactory()
                                    .createSocket(socket, target.host(), target.port(), true);
            secure.startHandshake();
            for (Certificate shown : secure.getSession().getPeerCertificates()) {
                certificate = (X509Certificate) shown;
                break;
            }
            socket = secure;
            return new DataInputStream(secure.getInputStream());
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void send(Frame frame) {
        try {
            byte[] bytes = new byte[frame.length()];
            frame.bytes().getBytes(frame.bytes().readerIndex(), bytes);
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } finally {
            frame.release();
        }
    }

    @Override
    public void startTls() {
        startTls = true;
    }

    @Override
    public @Nullable X509Certificate targetCertificate() {
        return certificate;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class TrustAll implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}

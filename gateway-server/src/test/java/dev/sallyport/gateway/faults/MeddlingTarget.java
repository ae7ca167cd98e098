package dev.sallyport.gateway.faults;

import dev.sallyport.gateway.protocol.postgres.wire.Frontend;
import dev.sallyport.gateway.protocol.postgres.wire.Message;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Stands before a real PostgreSQL and changes what it answers, or ends the connection in the middle of it.
final class MeddlingTarget implements AutoCloseable {
    /// Looks at each message from the server.
    interface Meddler {
        Instead instead(Message message);
    }

    /// What goes on in a message's place, and whether the connection ends then.
    record Instead(byte[] bytes, boolean thenGone) {
        static Instead of(byte[] bytes) {
            return new Instead(bytes, false);
        }

        static Instead gone(byte[] bytes) {
            return new Instead(bytes, true);
        }
    }

    private final ServerSocket listening;
    private final int behind;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile Meddler meddler = MeddlingTarget::asItIs;

    MeddlingTarget(int behind) throws IOException {
        this.behind = behind;
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().name("meddling target").start(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    void meddle(Meddler with) {
        meddler = with;
    }

    static Instead asItIs(Message message) {
        return Instead.of(Frontend.message(message.type(), message.body()));
    }

    /// Its first bytes only.
    static byte[] head(Message message, int bytes) {
        return Arrays.copyOf(Frontend.message(message.type(), message.body()), bytes);
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket gateway = listening.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), behind);
                sockets.add(gateway);
                sockets.add(server);
                Thread.ofVirtual().start(() -> copy(gateway, server));
                Thread.ofVirtual().start(() -> meddle(server, gateway));
            } catch (IOException e) {
                // Closed: the loop's condition sees it.
            }
        }
    }

    private static void copy(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // Either side has gone, and so both do.
        }
    }

    private void meddle(Socket server, Socket gateway) {
        try (server;
                gateway) {
            DataInputStream in =
                    new DataInputStream(new BufferedInputStream(server.getInputStream()));
            OutputStream out = gateway.getOutputStream();
            while (true) {
                char type = (char) in.readUnsignedByte();
                byte[] body = new byte[in.readInt() - 4];
                in.readFully(body);
                Instead instead = meddler.instead(new Message(type, body));
                out.write(instead.bytes());
                out.flush();
                if (instead.thenGone()) {
                    return;
                }
            }
        } catch (IOException e) {
            // Either side has gone, and so both do.
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}

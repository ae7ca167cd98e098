package dev.sallyport.gateway.transparency;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// A relay that replaces one word of what the server says, to show that the comparison would notice.
///
/// It serves one connection after the other. The word must not be split between two reads, which for a short answer on
/// loopback it is not.
final class Meddler implements AutoCloseable {
    private final ServerSocket listener;
    private final int server;
    private final String word;
    private final String instead;

    Meddler(int server, String word, String instead) throws IOException {
        this.listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        this.server = server;
        this.word = word;
        this.instead = instead;
        Thread.ofVirtual().start(this::serve);
    }

    int port() {
        return listener.getLocalPort();
    }

    private void serve() {
        while (!listener.isClosed()) {
            try (Socket client = listener.accept();
                    Socket target = new Socket(InetAddress.getLoopbackAddress(), server)) {
                Thread upward = Thread.ofVirtual().start(() -> copy(client, target, "", ""));
                copy(target, client, word, instead);
                upward.join();
            } catch (IOException e) {
                return; // closed
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private static void copy(Socket from, Socket to, String word, String instead) {
        byte[] buffer = new byte[1 << 16];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                String text = new String(buffer, 0, count, StandardCharsets.ISO_8859_1);
                out.write(
                        (word.isEmpty() ? text : text.replace(word, instead))
                                .getBytes(StandardCharsets.ISO_8859_1));
            }
            to.shutdownOutput();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}

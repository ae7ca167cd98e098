package dev.sallyport.gateway.protocol.postgres.wire;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/// A client that does what a test tells it to: whole messages, halves, and rubbish. It blocks, and gives up on a silent
/// server after a while, so that a hang is a failure and not a hang.
public final class RawPostgres implements AutoCloseable {
    /// How long an answer may take; generous, as it is only ever waited for where a test fails.
    public static final Duration PATIENCE = Duration.ofSeconds(20);

    /// A server that claims more is not believed.
    private static final int MESSAGE_BYTES_MAX = 1 << 30;

    private final List<Message> greeting = new ArrayList<>();
    private Duration patience = PATIENCE;
    private Socket socket;
    private DataInputStream in;
    private OutputStream out;

    private RawPostgres(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        socket.setSoTimeout((int) PATIENCE.toMillis());
        adopt(socket);
    }

    /// Connects to loopback; nothing is sent yet.
    public static RawPostgres open(int port) throws IOException {
        return open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    public static RawPostgres open(InetSocketAddress address) throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(address, (int) PATIENCE.toMillis());
            return new RawPostgres(socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /// Connects and logs in with protocol 3.0, up to the first ReadyForQuery.
    public static RawPostgres login(int port, String user, String password, String database)
            throws IOException {
        RawPostgres client = open(port);
        try {
            client.login(
                    Frontend.PROTOCOL_3_0, Map.of("user", user, "database", database), password);
            return client;
        } catch (IOException | RuntimeException e) {
            client.close();
            throw e;
        }
    }

    /// Sends the startup packet, answers what the server asks, and reads up to ReadyForQuery, which is kept with all
    /// the rest in [#greeting].
    ///
    /// @throws IOException with the server's message, if it refuses
    public void login(int protocol, Map<String, String> parameters, String password)
            throws IOException {
        send(Frontend.startup(protocol, parameters));
        ScramClient scram = new ScramClient(password);
        while (true) {
            Message message = read();
            greeting.add(message);
            switch (message.type()) {
                case 'R' ->
                        authenticate(message, parameters.getOrDefault("user", ""), password, scram);
                case 'E' -> throw new LoginRefused(message);
                case 'Z' -> {
                    return;
                }
                default -> {}
            }
        }
    }

    /// Waits this long for an answer from now on.
    public void patience(Duration time) throws IOException {
        patience = time;
        socket.setSoTimeout((int) time.toMillis());
    }

    /// What the server said during login, in order.
    public List<Message> greeting() {
        return List.copyOf(greeting);
    }

    /// The parameters that the server announced during login.
    public Map<String, String> parameters() {
        Map<String, String> parameters = new LinkedHashMap<>();
        greeting.stream()
                .filter(m -> m.type() == 'S')
                .forEach(m -> parameters.put(m.string(0), m.string(1)));
        return parameters;
    }

    /// The body of BackendKeyData: what [Frontend#cancelRequest] takes.
    public Message key() {
        return greeting.stream()
                .filter(m -> m.type() == 'K')
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the server gave no key"));
    }

    /// A CancelRequest for this connection, to be sent on another one.
    public byte[] cancelRequest() {
        return Frontend.untyped(Frontend.CANCEL_REQUEST, key().body());
    }

    /// Asks for TLS and starts it.
    ///
    /// @throws IOException if the server answers anything but `S`
    public void startTls(SSLContext context) throws IOException {
        send(Frontend.sslRequest());
        int answer = readByte();
        if (answer != 'S') {
            throw new IOException("answer to SSLRequest: " + (char) answer + " (expected: S)");
        }
        handshake(context, false);
    }

    /// Starts TLS with the first byte, naming the protocol by ALPN, as `sslnegotiation=direct` does.
    public void startDirectTls(SSLContext context) throws IOException {
        handshake(context, true);
    }

    /// Sends these bytes, in one write.
    public void send(byte[]... parts) throws IOException {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        byte[] all = new byte[length];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        out.write(all);
        out.flush();
    }

    /// Sends these bytes one by one, each in a write and, mostly, in a segment of its own.
    public void trickle(byte[] bytes) throws IOException {
        for (byte b : bytes) {
            out.write(b);
            out.flush();
        }
    }

    /// The next message.
    ///
    /// @throws EOFException where the connection ends instead
    /// @throws SocketTimeoutException where nothing comes for [#PATIENCE]
    public Message read() throws IOException {
        char type = (char) in.readUnsignedByte();
        int length = in.readInt();
        if (length < 4 || length > MESSAGE_BYTES_MAX) {
            throw new IOException(
                    "length of "
                            + type
                            + ": "
                            + length
                            + " (expected: 4.."
                            + MESSAGE_BYTES_MAX
                            + ")");
        }
        byte[] body = new byte[length - 4];
        in.readFully(body);
        return new Message(type, body);
    }

    /// All messages up to and with the next one of this type.
    public List<Message> readUntil(char type) throws IOException {
        List<Message> messages = new ArrayList<>();
        do {
            messages.add(read());
        } while (messages.getLast().type() != type);
        return messages;
    }

    /// All messages up to the end of the connection.
    public List<Message> readToEnd() throws IOException {
        List<Message> messages = new ArrayList<>();
        while (true) {
            try {
                messages.add(read());
            } catch (EOFException e) {
                return messages;
            } catch (SocketException e) {
                // A reset: the other side closed before it had read all of ours.
                return messages;
            }
        }
    }

    /// The next message, if one comes within this time; the time is waited out where none does.
    public Optional<Message> readWithin(Duration time) throws IOException {
        socket.setSoTimeout((int) time.toMillis());
        try {
            in.mark(1);
            int first = in.read();
            if (first < 0) {
                throw new EOFException();
            }
            in.reset();
        } catch (SocketTimeoutException e) {
            return Optional.empty();
        } finally {
            socket.setSoTimeout((int) patience.toMillis());
        }
        return Optional.of(read());
    }

    /// Sends a simple query and reads up to ReadyForQuery.
    public List<Message> query(String sql) throws IOException {
        send(Frontend.query(sql));
        return readUntil('Z');
    }

    /// One byte without a message around it, as SSLRequest is answered; -1 at the end of the connection.
    public int readByte() throws IOException {
        return in.read();
    }

    /// Closes the sending half, and goes on reading.
    public void shutdownOutput() throws IOException {
        socket.shutdownOutput();
    }

    /// Ends the connection by a reset, as a client does that crashed with bytes unread.
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /// Closes the connection without a Terminate.
    @Override
    public void close() throws IOException {
        socket.close();
    }

    private void authenticate(Message request, String user, String password, ScramClient scram)
            throws IOException {
        int kind = request.buffer().getInt();
        String data =
                new String(request.body(), 4, request.body().length - 4, StandardCharsets.UTF_8);
        try {
            switch (kind) {
                case 0 -> {}
                case 3 -> send(Frontend.password(password));
                case 5 -> send(Frontend.password(md5(user, password, request.body())));
                case 10 -> send(Frontend.saslInitialResponse("SCRAM-SHA-256", scram.first()));
                case 11 -> send(Frontend.saslResponse(scram.answer(data)));
                case 12 -> {
                    if (!scram.isServerGenuine(data)) {
                        throw new IOException("the server does not know the password");
                    }
                }
                default ->
                        throw new IOException(
                                "authentication: " + kind + " (expected: 0, 3, 5, 10, 11, 12)");
            }
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot answer authentication request " + kind, e);
        }
    }

    private static String md5(String user, String password, byte[] request)
            throws GeneralSecurityException {
        MessageDigest digest = MessageDigest.getInstance("MD5");
        String inner =
                HexFormat.of()
                        .formatHex(
                                digest.digest((password + user).getBytes(StandardCharsets.UTF_8)));
        digest.update(inner.getBytes(StandardCharsets.US_ASCII));
        digest.update(request, 4, 4);
        return "md5" + HexFormat.of().formatHex(digest.digest());
    }

    private void handshake(SSLContext context, boolean named) throws IOException {
        SSLSocket tls =
                (SSLSocket)
                        context.getSocketFactory()
                                .createSocket(
                                        socket,
                                        socket.getInetAddress().getHostAddress(),
                                        socket.getPort(),
                                        true);
        if (named) {
            SSLParameters parameters = tls.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"postgresql"});
            tls.setSSLParameters(parameters);
        }
        tls.startHandshake();
        adopt(tls);
    }

    private void adopt(Socket adopted) throws IOException {
        socket = adopted;
        in = new DataInputStream(new BufferedInputStream(adopted.getInputStream(), 1 << 16));
        out = adopted.getOutputStream();
    }

    /// The server answered the login with an error.
    public static final class LoginRefused extends IOException {
        private final transient Message error;

        LoginRefused(Message error) {
            super(error.fields().toString());
            this.error = error;
        }

        public Message error() {
            return error;
        }
    }
}

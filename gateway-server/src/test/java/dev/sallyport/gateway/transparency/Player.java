package dev.sallyport.gateway.transparency;

import dev.sallyport.gateway.protocol.postgres.wire.Frontend;
import dev.sallyport.gateway.protocol.postgres.wire.Message;
import dev.sallyport.gateway.protocol.postgres.wire.RawPostgres;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Plays a script over a route and writes down what comes back.
final class Player implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private final Route route;
    private final Stage.House house;
    private final Transcript transcript = new Transcript();
    private final Map<Character, Peer> peers = new TreeMap<>();

    private Player(Route route, Stage.House house) {
        this.route = route;
        this.house = house;
    }

    static Transcript play(Script script, Route route, Stage.House house) throws Exception {
        try (Player player = new Player(route, house)) {
            for (Step step : script.steps()) {
                player.take(step);
            }
            player.takeLeave();
            return player.transcript;
        }
    }

    private void take(Step step) throws Exception {
        switch (step) {
            case Step.Open(char on, int protocol, Map<String, String> parameters) ->
                    open(on, protocol, parameters);
            case Step.Send(char on, byte[] bytes, int readyDue) -> {
                Peer peer = peer(on);
                peer.unsent.writeBytes(bytes);
                peer.readyDue += readyDue;
            }
            case Step.Flush(char on) -> peer(on).flush();
            case Step.ReadUntil(char on, char type, int times) -> peer(on).readUntil(type, times);
            case Step.ReadDue(char on) -> peer(on).readDue();
            case Step.ReadToEnd(char on) -> peer(on).readToEnd();
            case Step.Cancel(char on) -> {
                try (RawPostgres canceller = route.open()) {
                    canceller.send(peer(on).client.cancelRequest());
                    canceller.readToEnd();
                }
            }
            case Step.AwaitRunning(char on, String text) -> {
                peer(on).flush();
                house.awaitRunning(text);
            }
            case Step.Leave(char on) -> peers.remove(on).client.close();
        }
    }

    /// Says good-bye on every connection and hears whatever was still to come.
    private void takeLeave() throws IOException {
        for (Peer peer : peers.values()) {
            if (!peer.ended) {
                peer.unsent.writeBytes(Frontend.terminate());
                peer.flush();
                peer.readToEnd();
            }
        }
    }

    private Peer peer(char on) throws IOException {
        Peer peer = peers.get(on);
        return peer != null ? peer : open(on, Frontend.PROTOCOL_3_0, Map.of());
    }

    private Peer open(char on, int protocol, Map<String, String> parameters) throws IOException {
        RawPostgres client = route.open();
        Peer peer = new Peer(on, client);
        peers.put(on, peer);
        client.patience(PATIENCE);
        Map<String, String> all = new LinkedHashMap<>();
        all.put("user", route.user());
        all.put("database", Stage.DATABASE);
        all.putAll(parameters);
        try {
            client.login(protocol, all, route.password());
        } catch (RawPostgres.LoginRefused e) {
            peer.ended = true; // what it said is in the greeting
        } finally {
            Set<String> changed = route.changedParameters();
            client.greeting().stream()
                    .filter(m -> m.type() != 'R') // how one proves oneself is each route's own
                    .forEach(m -> transcript.hear(on, m, changed));
        }
        return peer;
    }

    @Override
    public void close() throws IOException {
        for (Peer peer : peers.values()) {
            peer.client.close();
        }
    }

    /// One connection of the script.
    private final class Peer {
        final char name;
        final RawPostgres client;
        final ByteArrayOutputStream unsent = new ByteArrayOutputStream();
        int readyDue;
        boolean ended;

        Peer(char name, RawPostgres client) {
            this.name = name;
            this.client = client;
        }

        void flush() throws IOException {
            if (unsent.size() > 0 && !ended) {
                byte[] bytes = unsent.toByteArray();
                unsent.reset();
                try {
                    client.send(bytes);
                } catch (SocketException e) {
                    // The other side has closed. Why, is there to be read.
                }
            }
        }

        void readUntil(char type, int times) throws IOException {
            for (int seen = 0; seen < times && !ended; ) {
                char read = read();
                seen += read == type ? 1 : 0;
                if (read == 'Z' && readyDue == 0) {
                    return; // the message will not come any more
                }
            }
            if (type == 'Z') {
                readyDue = 0; // the script knows better: during COPY a Sync is passed over
            }
        }

        void readDue() throws IOException {
            while (readyDue > 0 && !ended) {
                read();
            }
        }

        void readToEnd() throws IOException {
            while (!ended) {
                read();
            }
        }

        /// The message's type, or 0 at the end.
        private char read() throws IOException {
            try {
                Message message = client.read();
                transcript.hear(name, message, route.changedParameters());
                if (message.type() == 'Z' && readyDue > 0) {
                    readyDue--;
                }
                return message.type();
            } catch (EOFException | SocketException e) {
                ended = true;
                transcript.ended(name);
                return 0;
            }
        }
    }
}

package dev.sallyport.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;

/// Everything the demo starts: PostgreSQL with the shop, an identity provider, the gateway. Closed in the opposite order.
final class Scene implements AutoCloseable {
    static final String TARGET = "orders-prod";
    static final String DATABASE = "orders";
    static final String AUDIENCE = "sallyport";

    private static final String OWNER = "orders_app";
    private static final int POSTGRES_PORT = 7432;
    private static final int CONTROL_PORT = 7070;

    private final Path folder;
    private final PrintStream out;
    private final ArrayDeque<AutoCloseable> started = new ArrayDeque<>();
    private final SqlClient client = SqlClient.best();
    private PostgresServer server;
    private Issuer issuer;
    private RunningGateway gateway;

    private Scene(Path folder, PrintStream out) {
        this.folder = folder;
        this.out = out;
    }

    static Scene set(Path folder, boolean stay, int[] ports, PrintStream out) throws Exception {
        Scene scene = new Scene(folder, out);
        try {
            scene.start(stay, ports);
            return scene;
        } catch (Exception e) {
            scene.close();
            throw e;
        }
    }

    private void start(boolean stay, int[] ports) throws Exception {
        String password = java.util.UUID.randomUUID().toString();
        long began = System.nanoTime();
        server =
                started(
                        PostgresServer.start(
                                PostgresOptions.defaults()
                                        .user(OWNER, password)
                                        .database(DATABASE, OWNER)));
        server.run(DATABASE, "SET ROLE " + OWNER + ";" + Shop.sql());
        out.printf(
                "PostgreSQL with a small shop (%d customers, %d orders): port %d, after %.1f s%n",
                Shop.CUSTOMERS, Shop.ORDERS, server.port(), (System.nanoTime() - began) / 1e9);

        issuer = started(Issuer.start());
        issuer.register(
                "orders-pipeline",
                "demo",
                Map.of("repository", "example/orders", "ref_protected", true, "run_id", "4711"));
        issuer.register("reports-pipeline", "demo", Map.of("repository", "example/reports"));
        issuer.register("dba-on-call", "demo", Map.of("groups", List.of("dba", "gateway-admins")));
        out.println("Identity provider: " + issuer.uri());

        gateway =
                started(
                        RunningGateway.start(
                                RunningGateway.Setup.of(folder, issuer, server, policy())
                                        .as(DATABASE, OWNER, password)
                                        .ports(
                                                port(ports, 0, stay, POSTGRES_PORT),
                                                port(ports, 1, stay, CONTROL_PORT))));
        out.println(
                "Gateway: postgres on "
                        + address()
                        + ", control on "
                        + gateway.control()
                        + ", policy "
                        + folder.resolve("policy.yaml"));
        out.println("Client: " + client.name());
    }

    private static int port(int[] asked, int index, boolean stay, int usual) {
        if (asked.length > index) {
            return asked[index];
        }
        return stay && isFree(usual) ? usual : 0;
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    static String policy() {
        try (var in = Scene.class.getResourceAsStream("policy.yaml")) {
            if (in == null) {
                throw new IllegalStateException("policy.yaml: not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private <T extends AutoCloseable> T started(T part) {
        started.push(part);
        return part;
    }

    /// Runs SQL through the gateway as the holder of this token would.
    SqlClient.Result run(String token, String sql) {
        return client.run(gateway.postgres(), TARGET, token, DATABASE, sql);
    }

    /// Asks the database itself, past the gateway, to see what really happened.
    String look(String sql) throws Exception {
        try (var connection = server.connect(DATABASE);
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getString(1) : "";
        }
    }

    Issuer issuer() {
        return issuer;
    }

    String token(String name) {
        return issuer.tokenFor(name, AUDIENCE);
    }

    RunningGateway gateway() {
        return gateway;
    }

    Path folder() {
        return folder;
    }

    private String address() {
        InetSocketAddress at = gateway.postgres();
        return at.getAddress().getHostAddress() + ":" + at.getPort();
    }

    /// How to go on by hand, for `--stay`.
    void explain() {
        int port = gateway.postgres().getPort();
        out.println(
                """

                Everything keeps running until Ctrl-C. In another terminal:

                  a token of the pipeline, and one of the person on call (each is good for five minutes):
                    TOKEN=$(%1$s)
                    DBA=$(%2$s)

                  connect:
                    psql "host=127.0.0.1 port=%3$d user=%4$s dbname=%5$s password=$TOKEN"

                  approve what is held:
                    ./sallyport approvals list --control %6$s --token "$DBA"
                    ./sallyport approvals approve ID --control %6$s --token "$DBA"

                  recordings lie in %7$s:
                    ./sallyport recording verify %7$s/*.sprec
                    ./sallyport recording show --key %8$s FILE
                """
                        .formatted(
                                curl("orders-pipeline", "client_credentials"),
                                curl("dba-on-call", "client_credentials"),
                                port,
                                TARGET,
                                DATABASE,
                                gateway.control(),
                                gateway.recordings(),
                                gateway.readingKey()));
    }

    private String curl(String name, String grant) {
        return "curl -s -d grant_type="
                + grant
                + " -d client_id="
                + name
                + " -d client_secret=demo -d audience="
                + AUDIENCE
                + " "
                + issuer.tokenEndpoint()
                + " | sed 's/.*\"access_token\":\"\\([^\"]*\\)\".*/\\1/'";
    }

    @Override
    public void close() {
        while (!started.isEmpty()) {
            try {
                started.pop().close();
            } catch (Exception e) {
                out.println("while ending: " + e);
            }
        }
    }
}

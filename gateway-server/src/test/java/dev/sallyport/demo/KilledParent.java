package dev.sallyport.demo;

/// Starts a server, says so in one line, and then waits to be killed.
final class KilledParent {
    private KilledParent() {}

    public static void main(String[] arguments) throws Exception {
        try (PostgresServer server = PostgresServer.start(PostgresOptions.defaults())) {
            System.out.println(server.port());
            System.in.read();
        }
    }
}

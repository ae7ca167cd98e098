package dev.sallyport.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The account that a PostgreSQL server runs under. PostgreSQL refuses to run as root, so root hands it to `nobody`;
/// where even root may not change its user (a container without CAP_SETUID), a user namespace makes it look so.
///
/// @param prefix what stands before each command
/// @param owner the user ID that must own the server's files, or -1 for the one we have
record ServerAccount(List<String> prefix, int owner) {
    private static final int NOBODY = 65534;

    static ServerAccount find() throws IOException, InterruptedException {
        if (!System.getProperty("user.name").equals("root")) {
            return new ServerAccount(List.of(), -1);
        }
        String id = Integer.toString(NOBODY);
        ServerAccount nobody =
                new ServerAccount(
                        List.of("setpriv", "--reuid=" + id, "--regid=" + id, "--clear-groups"),
                        NOBODY);
        ServerAccount namespace = new ServerAccount(List.of("unshare", "-U"), -1);
        for (ServerAccount account : List.of(nobody, namespace)) {
            if (account.works()) {
                return account;
            }
        }
        throw new IOException(
                "root may run neither setpriv nor unshare -U, one of which PostgreSQL needs; run as another user");
    }

    /// Gives the file or folder to the server.
    void own(Path path) throws IOException {
        if (owner >= 0) {
            Files.setAttribute(path, "unix:uid", owner);
        }
    }

    List<String> command(String... words) {
        return Stream.concat(prefix.stream(), Stream.of(words)).toList();
    }

    private boolean works() throws InterruptedException {
        try {
            return new ProcessBuilder(command("true"))
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false; // no such program
        }
    }
}

package dev.sallyport.gateway.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// How a command reaches the gateway, and as whom: the same options for all of them.
final class ControlOptions {
    private static final int TOKEN_BYTES_MAX = 32 << 10;

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(
            names = "--control",
            paramLabel = "URL",
            defaultValue = "${env:SALLYPORT_CONTROL:-http://127.0.0.1:7070}",
            description =
                    "The gateway's control API; by default $SALLYPORT_CONTROL, else http://127.0.0.1:7070.")
    private String control = "";

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            description =
                    "Your identity provider's token; by default $$SALLYPORT_TOKEN. Other users of this machine can"
                            + " see it among the processes: prefer the variable or --token-file.")
    private @Nullable String token;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "A file that holds the token and nothing else.")
    private @Nullable Path tokenFile;

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description = "Certificates (PEM) to trust for the gateway in place of the platform's.")
    private @Nullable Path ca;

    /// @throws ParameterException where the options do not say whom to ask, or as whom
    ControlClient client() throws ControlFailure {
        return ControlClient.to(base(), token(), ca);
    }

    private URI base() {
        URI url;
        try {
            url = URI.create(control);
        } catch (IllegalArgumentException e) {
            throw wrong(
                    "--control: " + control + " (expected: a URL such as http://127.0.0.1:7070)");
        }
        String host = url.getHost();
        if (host == null
                || url.getUserInfo() != null
                || url.getQuery() != null
                || url.getFragment() != null) {
            throw wrong("--control: " + control + " (expected: http or https, a host, and a port)");
        }
        if ("https".equals(url.getScheme())
                || ("http".equals(url.getScheme()) && isLoopback(host))) {
            return url;
        }
        throw wrong(
                "--control: "
                        + control
                        + " (expected: https, as the token would cross the network in the clear;"
                        + " http is for loopback)");
    }

    private static boolean isLoopback(String host) {
        if (host.equals("localhost")) {
            return true;
        }
        try {
            return InetAddress.ofLiteral(host.replace("[", "").replace("]", ""))
                    .isLoopbackAddress();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private String token() {
        String given =
                token != null
                        ? token
                        : tokenFile != null ? read(tokenFile) : System.getenv("SALLYPORT_TOKEN");
        if (given == null || given.isBlank()) {
            throw wrong("no token: set SALLYPORT_TOKEN, or give --token-file or --token");
        }
        String stripped = given.strip();
        if (!stripped.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw wrong(
                    "the token holds characters that no token has (expected: one line of ASCII)");
        }
        return stripped;
    }

    private String read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(TOKEN_BYTES_MAX + 1);
            if (bytes.length > TOKEN_BYTES_MAX) {
                throw wrong(
                        "--token-file "
                                + file
                                + ": longer than "
                                + TOKEN_BYTES_MAX
                                + " bytes (expected: a token)");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw wrong("--token-file " + file + ": cannot be read (" + e + ")");
        }
    }

    private ParameterException wrong(String what) {
        return new ParameterException(spec.commandLine(), what);
    }
}

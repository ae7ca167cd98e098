package dev.sallyport.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.demo.Certificates;
import dev.sallyport.gateway.control.ControlSettings;
import dev.sallyport.gateway.control.RunningControl;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ControlOverTlsTest {
    @TempDir Path folder;

    private record Ran(int status, String out, String err) {}

    private static Ran listSessions(URI url, String... more) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line =
                new CommandLine(new SessionsCommand())
                        .setOut(new PrintWriter(out))
                        .setErr(new PrintWriter(err));
        String[] words = new String[more.length + 5];
        System.arraycopy(
                new String[] {"list", "--control", url.toString(), "--token", "token-adam"},
                0,
                words,
                0,
                5);
        System.arraycopy(more, 0, words, 5, more.length);
        int status = line.execute(words);
        return new Ran(status, out.toString(), err.toString());
    }

    @Test
    void onlyWithACertificateThatTheCallerTrusts() throws Exception {
        Certificates.PemFiles pem = Certificates.forLocalhost().writeTo(folder);
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Certificates.PemFiles other = Certificates.forLocalhost().writeTo(elsewhere);
        try (RunningControl control =
                new RunningControl(new ControlSettings.Tls(pem.certificate(), pem.key()))) {
            Ran trusted = listSessions(control.url(), "--ca", pem.authority().toString());
            assertThat(trusted)
                    .isEqualTo(new Ran(0, "No session is live, of those that you may see.\n", ""));

            Ran platform = listSessions(control.url());
            assertThat(platform.status).isEqualTo(1);
            assertThat(platform.err).contains("no TLS with the gateway", "--ca FILE");
            Ran another = listSessions(control.url(), "--ca", other.authority().toString());
            assertThat(another.status).isEqualTo(1);

            URI plain = URI.create("http://127.0.0.1:" + control.address().getPort());
            Ran inTheClear = listSessions(plain);
            assertThat(inTheClear.status).isEqualTo(1);
        }
    }

    @Test
    void aCertificateForAnotherNameIsRefused() throws Exception {
        Certificates.PemFiles pem =
                Certificates.forServer("gateway.example.test", "192.0.2.1").writeTo(folder);
        try (RunningControl control =
                new RunningControl(new ControlSettings.Tls(pem.certificate(), pem.key()))) {
            Ran ran = listSessions(control.url(), "--ca", pem.authority().toString());
            assertThat(ran.status).isEqualTo(1);
            assertThat(ran.err).contains("no TLS with the gateway");
        }
    }

    @Test
    void aCaThatIsNone() throws Exception {
        Path none = Files.writeString(folder.resolve("none.pem"), "nothing\n");
        Ran ran = listSessions(URI.create("https://127.0.0.1:1"), "--ca", none.toString());
        assertThat(ran.status).isEqualTo(1);
        assertThat(ran.err).contains("--ca " + none);
    }
}

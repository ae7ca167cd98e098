package dev.sallyport.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.gateway.secrets.SealedStore;
import dev.sallyport.gateway.storage.Database;
import dev.sallyport.gateway.storage.SealedSecretStore;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class SecretCommandTest {
    @TempDir private Path folder;

    private final InputStream standardInput = System.in;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @AfterEach
    void restoreStandardInput() {
        System.setIn(standardInput);
    }

    @Test
    void putListDelete() {
        System.setIn(new ByteArrayInputStream("s3cret\n".getBytes(StandardCharsets.UTF_8)));
        assertThat(run("put", "orders", "--state", folder.toString())).isZero();
        assertThat(run("list", "--state", folder.toString())).isZero();
        assertThat(out.toString())
                .contains("sealed:orders")
                .endsWith("orders\n")
                .doesNotContain("s3cret");
        try (Database database = Database.open(folder)) {
            SealedStore store =
                    new SealedStore(
                            new SealedSecretStore(database),
                            folder.resolve(SealedStore.KEY_FILE_NAME));
            assertThat(store.get("orders")).contains("s3cret");
        }
        assertThat(run("delete", "orders", "--state", folder.toString())).isZero();
        assertThat(run("delete", "orders", "--state", folder.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("orders");
    }

    @Test
    void keyMayLieElsewhere(@TempDir Path elsewhere) {
        System.setIn(new ByteArrayInputStream("s3cret".getBytes(StandardCharsets.UTF_8)));
        Path key = elsewhere.resolve("key");
        assertThat(run("--state", folder.toString(), "--key", key.toString(), "put", "orders"))
                .isZero();
        assertThat(key).exists();
        assertThat(folder.resolve(SealedStore.KEY_FILE_NAME)).doesNotExist();
    }

    @Test
    void problemsAreSaidInOneLine() {
        assertThat(run("list", "--state", folder.resolve("none").toString())).isEqualTo(1);
        assertThat(err.toString()).contains("state folder").hasLineCount(1);
        System.setIn(new ByteArrayInputStream(new byte[0]));
        assertThat(run("put", "orders", "--state", folder.toString())).isEqualTo(1);
        assertThat(run("put", "Orders!", "--state", folder.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("secret: 0 bytes", "secret name");
    }

    @Test
    void wrongUseIsSaid() {
        assertThat(run()).isEqualTo(2);
        assertThat(run("list")).isEqualTo(2);
        assertThat(err.toString()).contains("--state");
    }

    private int run(String... arguments) {
        return new CommandLine(new SecretCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}

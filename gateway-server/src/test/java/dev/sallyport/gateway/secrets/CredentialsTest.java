package dev.sallyport.gateway.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.sallyport.gateway.secrets.Credentials.Missing;
import dev.sallyport.gateway.secrets.Credentials.Secret;
import dev.sallyport.gateway.storage.Database;
import dev.sallyport.gateway.storage.SealedSecretStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsTest {
    @TempDir private Path folder;

    private final Map<String, String> environment = new HashMap<>();
    private Database database;
    private SealedStore sealed;
    private Credentials credentials;

    @BeforeEach
    void open() {
        database = Database.open(folder);
        sealed =
                new SealedStore(
                        new SealedSecretStore(database), folder.resolve(SealedStore.KEY_FILE_NAME));
        credentials = new Credentials(folder, environment::get, sealed);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void environmentVariable() {
        environment.put("ORDERS_PASSWORD", "s3cret");
        assertSecret("env:ORDERS_PASSWORD", "s3cret");
        assertMissing("env:OTHER", "env:OTHER: not set");
        environment.put("ORDERS_PASSWORD", "");
        assertMissing("env:ORDERS_PASSWORD", "not set");
    }

    @Test
    void fileWithoutItsLineEnd() throws IOException {
        write("a", "s3cret \n");
        assertSecret("file:a", "s3cret ");
        write("a", "s3cret\r\n");
        assertSecret("file:a", "s3cret");
        write("a", "two\nlines\n\n");
        assertSecret("file:a", "two\nlines\n");
        assertSecret("file:" + folder.resolve("a"), "two\nlines\n");
    }

    @Test
    void rotatedFileIsSeenByTheNextConnection() throws IOException {
        write("a", "before");
        assertSecret("file:a", "before");
        Path fresh = write("a.new", "after");
        Files.move(
                fresh,
                folder.resolve("a"),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        assertSecret("file:a", "after");
        Files.delete(folder.resolve("a"));
        assertMissing("file:a", "no such file");
    }

    @Test
    void fileThatEverybodyMayReadIsNoSecret() throws IOException {
        Path file = write("a", "s3cret");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertMissing("file:a", "everybody");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertSecret("file:a", "s3cret");
    }

    @Test
    void filesThatAreNoCredentials() throws IOException {
        write("empty", "\n");
        assertMissing("file:empty", "empty");
        write("large", "x".repeat(Credentials.FILE_BYTES_MAX + 1));
        assertMissing("file:large", "over");
        Files.write(write("binary", ""), new byte[] {(byte) 0xFF, (byte) 0xFE});
        assertMissing("file:binary", "UTF-8");
        Files.createDirectory(folder.resolve("folder"));
        assertMissing("file:folder", "no such file");
    }

    @Test
    void sealedSecretIsUsedAndRotated() {
        assertMissing("sealed:orders-prod", "secret put");
        sealed.put("orders-prod", "before");
        assertSecret("sealed:orders-prod", "before");
        sealed.put("orders-prod", "after");
        assertSecret("sealed:orders-prod", "after");
    }

    @Test
    void brokenStoreIsAMissingCredential() {
        sealed.put("orders", "s3cret");
        database.close();
        assertMissing("sealed:orders", "closed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain:hunter2",
                "hunter2",
                "",
                "env:",
                "env:A B",
                "env:hunter-2",
                "file:",
                "file: ",
                "File:hunter2"
            })
    void onlyReferencesAreTakenAndSecretsNotRepeated(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CredentialReference.parse(text))
                .withMessageContaining("expected: env:NAME, file:PATH or sealed:NAME")
                .withMessageNotContainingAny("hunter");
    }

    @Test
    void sealedNamesAreChecked() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CredentialReference.parse("sealed:../Key"))
                .withMessageContaining("expected");
    }

    @ParameterizedTest
    @ValueSource(strings = {"env:A", "file:/run/secrets/orders", "sealed:orders"})
    void referencesReadAsTheyAreWritten(String text) {
        assertThat(CredentialReference.parse(text)).hasToString(text);
    }

    @Test
    void secretsAreNotPrinted() {
        assertThat(new Secret("hunter2").toString()).doesNotContain("hunter2");
    }

    private Path write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.writeString(file, text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private void assertSecret(String reference, String expected) {
        assertThat(credentials.resolve(CredentialReference.parse(reference)))
                .isEqualTo(new Secret(expected));
    }

    private void assertMissing(String reference, String why) {
        Credentials.Resolved resolved = credentials.resolve(CredentialReference.parse(reference));
        assertThat(resolved).isInstanceOf(Missing.class);
        assertThat(((Missing) resolved).why()).contains(why).startsWith(reference.substring(0, 4));
    }
}

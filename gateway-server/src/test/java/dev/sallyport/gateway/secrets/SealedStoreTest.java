package dev.sallyport.gateway.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.sallyport.gateway.storage.Database;
import dev.sallyport.gateway.storage.SealedSecretStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealedStoreTest {
    @TempDir private Path folder;

    private Database database;
    private SealedRows rows;
    private Path keyFile;
    private SealedStore store;

    @BeforeEach
    void open() {
        database = Database.open(folder);
        rows = new SealedSecretStore(database);
        keyFile = folder.resolve(SealedStore.KEY_FILE_NAME);
        store = new SealedStore(rows, keyFile);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void secretsComeBackAsTheyWent() {
        store.put("orders", "pässwörd\n");
        store.put("shop.prod", "x".repeat(SealedStore.SECRET_BYTES_MAX));
        assertThat(store.get("orders")).contains("pässwörd\n");
        assertThat(store.get("shop.prod").orElseThrow()).hasSize(SealedStore.SECRET_BYTES_MAX);
        assertThat(store.get("none")).isEmpty();
        assertThat(store.names()).containsExactly("orders", "shop.prod");
        assertThat(store.delete("orders")).isTrue();
        assertThat(store.delete("orders")).isFalse();
        assertThat(store.names()).containsExactly("shop.prod");
    }

    @Test
    void keyFileIsTheOwnersAloneAndMadeOnce() throws Exception {
        assertThat(keyFile).doesNotExist();
        store.put("a", "s3cret");
        String key = Files.readString(keyFile);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keyFile)))
                .isEqualTo("rw-------");
        new SealedStore(rows, keyFile).put("b", "s3cret");
        assertThat(Files.readString(keyFile)).isEqualTo(key);
        assertThat(new SealedStore(rows, keyFile).get("a")).contains("s3cret");
    }

    @Test
    void databaseHoldsNeitherSecretNorKey() throws Exception {
        store.put("a", "a-very-secret-password");
        String key = Files.readString(keyFile).strip();
        database.close();
        String bytes =
                new String(
                        Files.readAllBytes(folder.resolve(Database.FILE_NAME)),
                        StandardCharsets.ISO_8859_1);
        assertThat(bytes).contains("sealed_secret").doesNotContain("a-very-secret-password", key);
    }

    @Test
    void sameSecretIsSealedDifferentlyEachTime() {
        store.put("a", "s3cret");
        byte[] first = rows.get("a").orElseThrow();
        store.put("a", "s3cret");
        assertThat(rows.get("a").orElseThrow()).isNotEqualTo(first);
    }

    @Test
    void everyAlteredByteIsNoticed() {
        store.put("a", "s3cret");
        byte[] sealed = rows.get("a").orElseThrow();
        for (int i = 0; i < sealed.length; i++) {
            byte[] bent = sealed.clone();
            bent[i] ^= 1;
            rows.put("a", bent);
            assertDoesNotOpen("a");
            rows.put("a", Arrays.copyOf(sealed, i));
            assertDoesNotOpen("a");
        }
        rows.put("a", sealed);
        assertThat(store.get("a")).contains("s3cret");
    }

    @Test
    void rowUnderAnotherNameDoesNotOpen() {
        store.put("test", "test-password");
        store.put("prod", "prod-password");
        rows.put("test", rows.get("prod").orElseThrow());
        assertDoesNotOpen("test");
    }

    @Test
    void otherKeyDoesNotOpen() throws Exception {
        store.put("a", "s3cret");
        Files.delete(keyFile);
        rows.delete("a");
        byte[] sealedBefore = sealedWithAnotherKey();
        rows.put("a", sealedBefore);
        assertDoesNotOpen("a");
    }

    @Test
    void lostKeyIsSaidAndNotReplaced() throws Exception {
        store.put("a", "s3cret");
        Files.delete(keyFile);
        assertDoesNotOpen("a");
        assertThatExceptionOfType(SecretException.class).isThrownBy(() -> store.put("b", "other"));
        assertThat(keyFile).doesNotExist();
    }

    @Test
    void keyThatOthersMayReadIsNotUsed() throws Exception {
        store.put("a", "s3cret");
        Files.setPosixFilePermissions(keyFile, PosixFilePermissions.fromString("rw-r-----"));
        assertThatExceptionOfType(SecretException.class)
                .isThrownBy(() -> store.get("a"))
                .withMessageContaining("chmod 600");
    }

    @Test
    void keyThatIsNoneIsSaid() throws Exception {
        store.put("a", "s3cret");
        for (String text : new String[] {"", "AAAA", "not base64!"}) {
            Files.writeString(keyFile, text);
            assertThatExceptionOfType(SecretException.class)
                    .isThrownBy(() -> store.get("a"))
                    .withMessageContaining(keyFile.toString());
        }
    }

    @Test
    void namesAndSizesAreBounded() {
        for (String name : new String[] {"", "a/b", "../a", "a b", "x".repeat(64)}) {
            assertThatIllegalArgumentException()
                    .as(name)
                    .isThrownBy(() -> store.put(name, "s3cret"));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> store.put("a", ""));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.put("a", "x".repeat(SealedStore.SECRET_BYTES_MAX + 1)));
    }

    private byte[] sealedWithAnotherKey() throws Exception {
        store.put("a", "s3cret");
        byte[] sealed = rows.get("a").orElseThrow();
        rows.delete("a");
        Files.delete(keyFile);
        store.put("b", "makes a new key");
        return sealed;
    }

    private void assertDoesNotOpen(String name) {
        assertThatExceptionOfType(SecretException.class)
                .isThrownBy(() -> store.get(name))
                .withMessageNotContainingAny("s3cret", "password");
    }
}

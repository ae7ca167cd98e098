package dev.sallyport.gateway.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.model.recording.VerifyKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The signing key is made once, kept from others, and published.
class SigningKeyTest {
    @TempDir Path folder;

    @Test
    void secondStartReadsTheKeyThatTheFirstMade() throws Exception {
        SigningKey first = SigningKey.loadOrCreate(folder);
        SigningKey second = SigningKey.loadOrCreate(folder);
        assertThat(second.verifyKey()).isEqualTo(first.verifyKey());
        assertThat(second.sign(new byte[] {1})).isEqualTo(first.sign(new byte[] {1}));
    }

    @Test
    void publicKeyLiesBesideThePrivateOne() throws Exception {
        SigningKey key = SigningKey.loadOrCreate(folder);
        Path published = folder.resolve(SigningKey.PUBLIC_FILE);
        assertThat(VerifyKey.ofPem(Files.readString(published))).isEqualTo(key.verifyKey());
        Files.delete(published);
        SigningKey.loadOrCreate(folder);
        assertThat(VerifyKey.ofPem(Files.readString(published))).isEqualTo(key.verifyKey());
    }

    @Test
    void keyThatOthersMayReadIsRefused() throws Exception {
        SigningKey.loadOrCreate(folder);
        Path file = folder.resolve(SigningKey.PRIVATE_FILE);
        assertThat(Files.getPosixFilePermissions(file))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertThatThrownBy(() -> SigningKey.loadOrCreate(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("mode 0600");
    }

    @Test
    void fileThatIsNoKeyIsRefused() throws Exception {
        SigningKey.loadOrCreate(folder);
        Files.writeString(folder.resolve(SigningKey.PRIVATE_FILE), "not a key");
        assertThatThrownBy(() -> SigningKey.loadOrCreate(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no signing key");
    }
}

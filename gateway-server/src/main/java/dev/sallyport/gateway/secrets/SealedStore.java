package dev.sallyport.gateway.secrets;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Secrets sealed with AES-256-GCM: the rows lie in the database, the key in a file of its own, and neither is of use
/// without the other.
///
/// The name is authenticated with the secret, so that a row copied under another name does not open. An older value of
/// the same name, put back by whoever can write the database, does open: sealing has no memory.
public final class SealedStore {
    public static final String KEY_FILE_NAME = "secrets.key";

    /// Large enough for a private key in PEM.
    public static final int SECRET_BYTES_MAX = 64 * 1024;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");
    private static final byte FORM = 1;
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SealedRows rows;
    private final Path keyFile;
    private final SecureRandom random = new SecureRandom();

    /// Touches no file yet: the key is read when the first secret is.
    ///
    /// @param keyFile 32 bytes in base64, permissions 0600; made with the first secret
    public SealedStore(SealedRows rows, Path keyFile) {
        this.rows = rows;
        this.keyFile = keyFile;
    }

    /// Seals a secret under this name, in place of the one that had it.
    ///
    /// @param name 1 to 63 letters, digits and `. _ -`, a letter or digit first
    /// @throws IllegalArgumentException where name or secret is not such
    /// @throws SecretException where the key cannot be read or made
    public void put(String name, String secret) {
        requireName(name);
        byte[] plain = secret.getBytes(StandardCharsets.UTF_8);
        if (plain.length == 0 || plain.length > SECRET_BYTES_MAX) {
            throw new IllegalArgumentException(
                    "secret: " + plain.length + " bytes (expected: 1 to " + SECRET_BYTES_MAX + ")");
        }
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] box = cipher(Cipher.ENCRYPT_MODE, keyToSeal(), nonce, name).doFinal(plain);
            byte[] sealed = new byte[1 + NONCE_BYTES + box.length];
            sealed[0] = FORM;
            System.arraycopy(nonce, 0, sealed, 1, NONCE_BYTES);
            System.arraycopy(box, 0, sealed, 1 + NONCE_BYTES, box.length);
            rows.put(name, sealed);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES/GCM", e);
        }
    }

    /// @return the secret, or empty where no secret has this name
    /// @throws SecretException where the row was altered, or the key is missing or another
    public Optional<String> get(String name) {
        return rows.get(name).map(sealed -> open(name, sealed));
    }

    /// All names, sorted.
    public List<String> names() {
        return rows.names();
    }

    /// @return whether there was one of that name
    public boolean delete(String name) {
        return rows.delete(name);
    }

    /// @throws IllegalArgumentException where no secret could have this name
    static void requireName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "secret name: '"
                            + name
                            + "' (expected: 1 to 63 of A-Z a-z 0-9 . _ -, a letter or digit first)");
        }
    }

    private String open(String name, byte[] sealed) {
        int boxAt = 1 + NONCE_BYTES;
        if (sealed.length < boxAt + TAG_BITS / 8 || sealed[0] != FORM) {
            throw new SecretException(
                    "sealed secret " + name + ": not in a form this program knows", null);
        }
        byte[] nonce = Arrays.copyOfRange(sealed, 1, boxAt);
        try {
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, readKey(), nonce, name);
            return new String(
                    cipher.doFinal(sealed, boxAt, sealed.length - boxAt), StandardCharsets.UTF_8);
        } catch (AEADBadTagException e) {
            throw new SecretException(
                    "sealed secret "
                            + name
                            + ": does not open: it was altered, or sealed with another key than "
                            + keyFile,
                    e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES/GCM", e);
        }
    }

    private static Cipher cipher(int mode, byte[] key, byte[] nonce, String name)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(name.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    /// The key, made if there is none. Where secrets are sealed already, a missing key is a loss to be told, not to be
    /// covered up by a new one.
    private byte[] keyToSeal() {
        if (Files.exists(keyFile) || !rows.names().isEmpty()) {
            return readKey();
        }
        byte[] key = new byte[KEY_BYTES];
        random.nextBytes(key);
        try {
            PrivateFile.create(keyFile);
            Files.writeString(keyFile, Base64.getEncoder().encodeToString(key) + "\n");
            return key;
        } catch (IOException e) {
            throw new SecretException("key file " + keyFile + ": cannot be made: " + e, e);
        }
    }

    private byte[] readKey() {
        try {
            if (!PrivateFile.isOwnerOnly(keyFile)) {
                throw new SecretException(
                        "key file "
                                + keyFile
                                + ": others than its owner may read or write it (expected: chmod 600)",
                        null);
            }
            byte[] key = Base64.getDecoder().decode(Files.readString(keyFile).strip());
            if (key.length != KEY_BYTES) {
                throw new SecretException(
                        "key file "
                                + keyFile
                                + ": "
                                + key.length
                                + " bytes (expected: "
                                + KEY_BYTES
                                + " in base64)",
                        null);
            }
            return key;
        } catch (IOException | IllegalArgumentException e) {
            throw new SecretException(
                    "key file "
                            + keyFile
                            + ": cannot be read; without it no sealed secret opens: "
                            + e,
                    e);
        }
    }
}

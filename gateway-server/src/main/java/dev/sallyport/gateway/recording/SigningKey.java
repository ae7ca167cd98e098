package dev.sallyport.gateway.recording;

import dev.sallyport.model.recording.DayEntry;
import dev.sallyport.model.recording.Pem;
import dev.sallyport.model.recording.VerifyKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.LinkedHashSet;
import java.util.Set;

/// The gateway's key for signing recordings: Ed25519 (RFC 8032).
///
/// Kept as PKCS #8 PEM (RFC 8410) in the state folder, readable by its owner only, with the public key beside it for
/// auditors.
public final class SigningKey {
    static final String PRIVATE_FILE = "signing-key.pem";

    /// What auditors need.
    public static final String PUBLIC_FILE = "signing-key.pub";

    private final PrivateKey privateKey;
    private final VerifyKey verifyKey;

    private SigningKey(PrivateKey privateKey, VerifyKey verifyKey) {
        this.privateKey = privateKey;
        this.verifyKey = verifyKey;
    }

    /// Reads the key from this folder, or makes both at the first start. The public key's file is written anew whenever
    /// it does not begin with the private one's.
    ///
    /// @throws IOException where the key cannot be read or written, or where others may read it
    public static SigningKey loadOrCreate(Path stateFolder) throws IOException {
        Files.createDirectories(stateFolder, FileDisk.OWNER_ONLY_FOLDER);
        Path file = stateFolder.resolve(PRIVATE_FILE);
        try {
            SigningKey key = Files.exists(file) ? read(file) : create(file);
            publish(key.verifyKey(), stateFolder);
            return key;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform from 15 on has Ed25519", e);
        }
    }

    /// @throws IOException where the file cannot be read, holds no such key, or others may read it
    static SigningKey read(Path file) throws IOException {
        try {
            return load(file);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException(file + ": no signing key (expected: Ed25519, PKCS #8 PEM)", e);
        }
    }

    /// Puts the key first among those published; those of former days stay behind it, for what they signed.
    static void publish(VerifyKey key, Path stateFolder) throws IOException {
        Path file = stateFolder.resolve(PUBLIC_FILE);
        Set<VerifyKey> keys = new LinkedHashSet<>();
        keys.add(key);
        if (Files.exists(file)) {
            String text = Files.readString(file, StandardCharsets.ISO_8859_1);
            // Not a key: as good as not there. Auditors have their copies; this one is made anew.
            if (text.contains(Pem.PUBLIC_KEY)) {
                keys.addAll(VerifyKey.allOfPem(text));
            }
        }
        StringBuilder pem = new StringBuilder();
        keys.forEach(each -> pem.append(each.pem()));
        KeyFile.publish(file, pem.toString());
    }

    /// What the day log tells when that key takes this one's place.
    DayEntry.KeyChanged vouchFor(SigningKey next) {
        return new DayEntry.KeyChanged(
                verifyKey, next.verifyKey, sign(VerifyKey.succession(next.verifyKey)));
    }

    /// A key that is kept nowhere, for tests and trials.
    public static SigningKey temporary() {
        try {
            return of(KeyPairGenerator.getInstance("Ed25519").generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform from 15 on has Ed25519", e);
        }
    }

    /// Ed25519 over the message: 64 bytes. Costs 0.3 to 0.8 ms.
    byte[] sign(byte[] message) {
        try {
            Signature ed25519 = Signature.getInstance("Ed25519");
            ed25519.initSign(privateKey);
            ed25519.update(message);
            return ed25519.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("an Ed25519 key signs everything", e);
        }
    }

    /// The public half.
    public VerifyKey verifyKey() {
        return verifyKey;
    }

    private static SigningKey of(KeyPair pair) {
        return new SigningKey(pair.getPrivate(), VerifyKey.of(pair.getPublic()));
    }

    private static SigningKey create(Path file) throws IOException, GeneralSecurityException {
        SigningKey key = of(KeyPairGenerator.getInstance("Ed25519").generateKeyPair());
        KeyFile.write(file, key.pem());
        return key;
    }

    String pem() {
        return Pem.encode(Pem.PRIVATE_KEY, privateKey.getEncoded());
    }

    private static SigningKey load(Path file) throws IOException, GeneralSecurityException {
        byte[] pkcs8 = Pem.decode(Pem.PRIVATE_KEY, KeyFile.read(file)).getFirst();
        PrivateKey key =
                KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        byte[] seed =
                ((EdECPrivateKey) key)
                        .getBytes()
                        .orElseThrow(
                                () -> new IllegalArgumentException("key without its 32 bytes"));
        return of(pairOf(seed));
    }

    /// Java derives a public key from a private one only where it makes both, so it is given the seed as its randomness.
    private static KeyPair pairOf(byte[] seed) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
        generator.initialize(
                NamedParameterSpec.ED25519,
                new SecureRandom() {
                    @Override
                    public void nextBytes(byte[] bytes) {
                        System.arraycopy(seed, 0, bytes, 0, bytes.length);
                    }
                });
        return generator.generateKeyPair();
    }

    @Override
    public String toString() {
        return "signing key " + verifyKey;
    }
}

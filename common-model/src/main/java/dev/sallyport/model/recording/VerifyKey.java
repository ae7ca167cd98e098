package dev.sallyport.model.recording;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/// The public half of a gateway's signing key: Ed25519 (RFC 8032), 32 bytes.
public final class VerifyKey {
    public static final int BYTES = 32;
    public static final int SIGNATURE_BYTES = 64;

    /// What precedes the 32 bytes in an X.509 SubjectPublicKeyInfo (RFC 8410 section 4).
    private static final byte[] X509_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    private final byte[] raw;

    private VerifyKey(byte[] raw) {
        this.raw = raw;
    }

    /// @throws IllegalArgumentException where there are not 32 bytes
    public static VerifyKey ofRaw(byte[] raw) {
        if (raw.length != BYTES) {
            throw new IllegalArgumentException(
                    "Ed25519 public key: " + raw.length + " bytes (expected: " + BYTES + ")");
        }
        return new VerifyKey(raw.clone());
    }

    /// @throws IllegalArgumentException where it is not an Ed25519 key
    public static VerifyKey of(PublicKey key) {
        byte[] x509 = key.getEncoded();
        if (x509 == null
                || x509.length != X509_PREFIX.length + BYTES
                || !Arrays.equals(
                        x509, 0, X509_PREFIX.length, X509_PREFIX, 0, X509_PREFIX.length)) {
            throw new IllegalArgumentException(
                    "public key: " + key.getAlgorithm() + " (expected: Ed25519)");
        }
        return new VerifyKey(Arrays.copyOfRange(x509, X509_PREFIX.length, x509.length));
    }

    /// Reads what [#pem] wrote, or any other Ed25519 public key in PEM.
    ///
    /// @throws IllegalArgumentException where the text is no such key
    public static VerifyKey ofPem(String pem) {
        return allOfPem(pem).getFirst();
    }

    /// Reads all public keys of a text: a gateway publishes its former ones as well.
    ///
    /// @throws IllegalArgumentException where there is none, or one is of another kind
    public static List<VerifyKey> allOfPem(String pem) {
        List<VerifyKey> keys = new ArrayList<>();
        for (byte[] x509 : Pem.decode(Pem.PUBLIC_KEY, pem)) {
            if (x509.length != X509_PREFIX.length + BYTES
                    || !Arrays.equals(
                            x509, 0, X509_PREFIX.length, X509_PREFIX, 0, X509_PREFIX.length)) {
                throw new IllegalArgumentException("public key: another kind (expected: Ed25519)");
            }
            keys.add(new VerifyKey(Arrays.copyOfRange(x509, X509_PREFIX.length, x509.length)));
        }
        return keys;
    }

    public String pem() {
        return Pem.encode(Pem.PUBLIC_KEY, x509());
    }

    public byte[] raw() {
        return raw.clone();
    }

    /// The name by which keys are told apart: the first 8 bytes of the key's SHA-256.
    public byte[] id() {
        return Arrays.copyOf(Hashes.sha256().digest(raw), 8);
    }

    /// The id in hexadecimal.
    public String idText() {
        return HexFormat.of().formatHex(id());
    }

    /// Whether the signature is this key's over the message. A key that is no point of the curve has signed nothing.
    boolean verifies(byte[] message, byte[] signature) {
        try {
            Signature ed25519 = Signature.getInstance("Ed25519");
            ed25519.initVerify(
                    KeyFactory.getInstance("Ed25519")
                            .generatePublic(new X509EncodedKeySpec(x509())));
            ed25519.update(message);
            return ed25519.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /// What a key signs to vouch for the one that comes after it.
    public static byte[] succession(VerifyKey next) {
        byte[] domain = "sallyport signing key 1\n".getBytes(StandardCharsets.US_ASCII);
        byte[] message = Arrays.copyOf(domain, domain.length + BYTES);
        System.arraycopy(next.raw, 0, message, domain.length, BYTES);
        return message;
    }

    private byte[] x509() {
        byte[] x509 = Arrays.copyOf(X509_PREFIX, X509_PREFIX.length + BYTES);
        System.arraycopy(raw, 0, x509, X509_PREFIX.length, BYTES);
        return x509;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VerifyKey key && Arrays.equals(raw, key.raw);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(raw);
    }

    @Override
    public String toString() {
        return idText();
    }
}

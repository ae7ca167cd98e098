package dev.sallyport.model.recording;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.XECPrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.XECPublicKeySpec;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import org.jspecify.annotations.Nullable;

/// A private key that opens recordings: the gateway's own, or an auditor's. X25519 or RSA.
public final class ReadingKey {
    private static final List<String> ALGORITHMS = List.of("X25519", "RSA");

    private final PrivateKey key;
    private final RecipientKey recipient;

    private ReadingKey(PrivateKey key, RecipientKey recipient) {
        this.key = key;
        this.recipient = recipient;
    }

    /// A new X25519 key.
    public static ReadingKey generate() {
        try {
            KeyPair pair = KeyPairGenerator.getInstance("X25519").generateKeyPair();
            return new ReadingKey(pair.getPrivate(), RecipientKey.of(pair.getPublic()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has X25519", e);
        }
    }

    /// Reads one private key: PKCS #8, PEM, not encrypted.
    ///
    /// @throws IllegalArgumentException where the text is no such key
    public static ReadingKey ofPem(String pem) {
        List<byte[]> blocks = Pem.decode(Pem.PRIVATE_KEY, pem);
        if (blocks.size() != 1) {
            throw new IllegalArgumentException(
                    "private keys in the file: " + blocks.size() + " (expected: 1)");
        }
        PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(blocks.getFirst());
        for (String algorithm : ALGORITHMS) {
            PrivateKey key = read(algorithm, spec);
            if (key != null) {
                return new ReadingKey(key, RecipientKey.of(publicOf(key)));
            }
        }
        throw new IllegalArgumentException(
                "private key of another kind (expected: X25519 or RSA, as those made by 'recording key new')");
    }

    /// @return null where it is another algorithm's
    private static @Nullable PrivateKey read(String algorithm, PKCS8EncodedKeySpec spec) {
        try {
            return KeyFactory.getInstance(algorithm).generatePrivate(spec);
        } catch (InvalidKeySpecException e) {
            return null;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has " + algorithm, e);
        }
    }

    private static PublicKey publicOf(PrivateKey key) {
        try {
            return derivePublic(key);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("private key: " + e.getMessage(), e);
        }
    }

    private static PublicKey derivePublic(PrivateKey key) throws GeneralSecurityException {
        if (key instanceof RSAPrivateCrtKey rsa) {
            return KeyFactory.getInstance("RSA")
                    .generatePublic(
                            new RSAPublicKeySpec(rsa.getModulus(), rsa.getPublicExponent()));
        }
        if (!(key instanceof XECPrivateKey)) {
            throw new GeneralSecurityException(
                    "RSA without its public exponent (expected: the long form of the key)");
        }
        // The public key is the private one times the base point, 9 (RFC 7748 section 6.1).
        KeyFactory factory = KeyFactory.getInstance("X25519");
        KeyAgreement times = KeyAgreement.getInstance("X25519");
        times.init(key);
        times.doPhase(
                factory.generatePublic(
                        new XECPublicKeySpec(NamedParameterSpec.X25519, BigInteger.valueOf(9))),
                true);
        byte[] littleEndian = times.generateSecret();
        byte[] bigEndian = new byte[littleEndian.length];
        for (int i = 0; i < littleEndian.length; i++) {
            bigEndian[i] = littleEndian[littleEndian.length - 1 - i];
        }
        return factory.generatePublic(
                new XECPublicKeySpec(NamedParameterSpec.X25519, new BigInteger(1, bigEndian)));
    }

    public String pem() {
        return Pem.encode(Pem.PRIVATE_KEY, key.getEncoded());
    }

    /// The public half.
    public RecipientKey recipient() {
        return recipient;
    }

    /// The recording's key; empty where the recording is not encrypted for this one.
    ///
    /// @throws GeneralSecurityException where it says it is, and is not
    public Optional<RecordingKey> open(RecordingHeader header) throws GeneralSecurityException {
        Envelope envelope = header.envelope().orElse(null);
        if (envelope == null) {
            return Optional.empty();
        }
        for (KeySlot slot : envelope.slots()) {
            if (slot.keyIdText().equals(recipient.idText())) {
                RecordingKey opened =
                        RecordingKey.of(open(slot, RecordingKey.context(header.id())));
                if (!MessageDigest.isEqual(opened.commitment(), envelope.commitment())) {
                    throw new GeneralSecurityException(
                            "the key in the header is not the one that the header commits to");
                }
                return Optional.of(opened);
            }
        }
        return Optional.empty();
    }

    private byte[] open(KeySlot slot, byte[] context) throws GeneralSecurityException {
        byte[] opened =
                switch (slot.type()) {
                    case X25519 -> Hpke.open(key, context, slot.keyId(), slot.bytes());
                    case RSA -> {
                        Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
                        cipher.init(Cipher.DECRYPT_MODE, key, RecipientKey.oaep(context));
                        yield cipher.doFinal(slot.bytes());
                    }
                };
        if (opened.length != RecordingKey.BYTES) {
            throw new GeneralSecurityException(
                    "the key in the header: "
                            + opened.length
                            + " bytes (expected: "
                            + RecordingKey.BYTES
                            + ")");
        }
        return Arrays.copyOf(opened, opened.length);
    }

    @Override
    public String toString() {
        return "private half of " + recipient;
    }
}

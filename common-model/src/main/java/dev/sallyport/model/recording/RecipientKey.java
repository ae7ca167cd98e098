package dev.sallyport.model.recording;

import dev.sallyport.model.identity.SessionId;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.RSAPublicKey;
import java.security.interfaces.XECPublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.jspecify.annotations.Nullable;

/// The public key of somebody who may open recordings: the gateway itself, or an auditor.
public final class RecipientKey {
    /// Smaller ones are within reach of who records ciphertext today.
    static final int RSA_BITS_MIN = 3072;

    /// Keeps a header in bounds however many auditors there are.
    static final int RSA_BITS_MAX = 8192;

    /// Those that are used, and those that are mistaken for them.
    private static final List<String> ALGORITHMS =
            List.of("X25519", "RSA", "Ed25519", "EC", "X448");

    private final PublicKey key;
    private final KeySlot.Type type;
    private final byte[] id;

    private RecipientKey(PublicKey key, KeySlot.Type type) {
        this.key = key;
        this.type = type;
        this.id = KeySlot.idOf(key);
    }

    /// @throws IllegalArgumentException where it is neither X25519 nor RSA of a fit size
    public static RecipientKey of(PublicKey key) {
        if (key instanceof XECPublicKey x
                && x.getParams() instanceof NamedParameterSpec named
                && named.getName().equals("X25519")) {
            return new RecipientKey(key, KeySlot.Type.X25519);
        }
        if (key instanceof RSAPublicKey rsa) {
            int bits = rsa.getModulus().bitLength();
            if (bits < RSA_BITS_MIN || bits > RSA_BITS_MAX) {
                throw new IllegalArgumentException(
                        "RSA key of "
                                + bits
                                + " bits (expected: "
                                + RSA_BITS_MIN
                                + " to "
                                + RSA_BITS_MAX
                                + ")");
            }
            return new RecipientKey(key, KeySlot.Type.RSA);
        }
        throw new IllegalArgumentException(
                "public key: "
                        + key.getAlgorithm()
                        + " (expected: X25519, or RSA of at least "
                        + RSA_BITS_MIN
                        + " bits)");
    }

    /// Reads one public key, PEM.
    ///
    /// @throws IllegalArgumentException where the text is no such key, or more than one
    public static RecipientKey ofPem(String pem) {
        List<byte[]> blocks = Pem.decode(Pem.PUBLIC_KEY, pem);
        if (blocks.size() != 1) {
            throw new IllegalArgumentException(
                    "public keys in the file: " + blocks.size() + " (expected: 1)");
        }
        X509EncodedKeySpec spec = new X509EncodedKeySpec(blocks.getFirst());
        for (String algorithm : ALGORITHMS) {
            PublicKey key = read(algorithm, spec);
            if (key != null) {
                return of(key);
            }
        }
        throw new IllegalArgumentException(
                "public key of an unknown kind (expected: X25519, or RSA of at least "
                        + RSA_BITS_MIN
                        + " bits)");
    }

    /// @return null where it is another algorithm's
    private static @Nullable PublicKey read(String algorithm, X509EncodedKeySpec spec) {
        try {
            return KeyFactory.getInstance(algorithm).generatePublic(spec);
        } catch (InvalidKeySpecException e) {
            return null;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has " + algorithm, e);
        }
    }

    public String pem() {
        return Pem.encode(Pem.PUBLIC_KEY, key.getEncoded());
    }

    /// The id in hexadecimal: the first 8 bytes of the SHA-256 of the SubjectPublicKeyInfo.
    public String idText() {
        return java.util.HexFormat.of().formatHex(id);
    }

    /// The part of [#wrap] that costs half a millisecond and needs to know neither recording nor key.
    Prepared prepare(SecureRandom random) {
        try {
            return switch (type) {
                case X25519 -> new Prepared(this, Hpke.encapsulate(key, random));
                case RSA -> new Prepared(this, null);
            };
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("an X25519 key takes every message", e);
        }
    }

    /// A recipient with what was made ahead for one wrapping.
    record Prepared(RecipientKey recipient, Hpke.@Nullable Encapsulation ahead) {
        KeySlot wrap(SessionId recording, RecordingKey key, SecureRandom random) {
            return recipient.wrap(this, RecordingKey.context(recording), key, random);
        }
    }

    private KeySlot wrap(
            Prepared prepared, byte[] context, RecordingKey wrapped, SecureRandom random) {
        try {
            byte[] bytes =
                    switch (type) {
                        case X25519 -> {
                            Hpke.Encapsulation ahead = prepared.ahead();
                            yield Hpke.seal(
                                    ahead == null ? Hpke.encapsulate(key, random) : ahead,
                                    context,
                                    id,
                                    wrapped.raw());
                        }
                        case RSA -> {
                            Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
                            cipher.init(Cipher.ENCRYPT_MODE, key, oaep(context), random);
                            yield cipher.doFinal(wrapped.raw());
                        }
                    };
            return new KeySlot(type, id, bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this key encrypts 32 bytes", e);
        }
    }

    /// SHA-256 for label and mask alike; the JDK's own name for it would take SHA-1 for the mask.
    static OAEPParameterSpec oaep(byte[] label) {
        return new OAEPParameterSpec(
                "SHA-256", "MGF1", MGF1ParameterSpec.SHA256, new PSource.PSpecified(label));
    }

    @Override
    public String toString() {
        return type + " key " + idText();
    }
}

package dev.sallyport.model.recording;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.KEM;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Hybrid public key encryption (RFC 9180) in base mode, for one message: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256,
/// AES-256-GCM.
///
/// The JDK has the KEM (RFC 9180 section 4.1) and HKDF; what is here is the key schedule between them (section 5.1).
final class Hpke {
    /// Bytes by which a message grows: the encapsulated key in front, the tag behind.
    static final int OVERHEAD_BYTES = 32 + 16;

    private static final int ENCAPSULATED_BYTES = 32;

    /// "HPKE", then the numbers of KEM, KDF and AEAD (section 7).
    private static final byte[] SUITE = {'H', 'P', 'K', 'E', 0, 0x20, 0, 1, 0, 2};

    private Hpke() {}

    /// What the KEM gives: the dear part, which needs only the recipient's key and may be made ahead of time.
    @SuppressWarnings("ArrayRecordComponent") // used once, never compared
    record Encapsulation(byte[] encapsulated, SecretKey secret) {}

    /// Costs about 0.5 ms.
    static Encapsulation encapsulate(PublicKey recipient, SecureRandom random)
            throws GeneralSecurityException {
        KEM.Encapsulated made =
                KEM.getInstance("DHKEM").newEncapsulator(recipient, random).encapsulate();
        return new Encapsulation(made.encapsulation(), made.key());
    }

    /// The encapsulated key, then the ciphertext with its tag.
    static byte[] seal(Encapsulation to, byte[] info, byte[] aad, byte[] message)
            throws GeneralSecurityException {
        Cipher cipher = cipher(Cipher.ENCRYPT_MODE, to.secret(), info);
        cipher.updateAAD(aad);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(to.encapsulated());
        out.writeBytes(cipher.doFinal(message));
        return out.toByteArray();
    }

    /// @throws GeneralSecurityException where it was not sealed for this key, with this info and these associated data
    static byte[] open(PrivateKey recipient, byte[] info, byte[] aad, byte[] sealed)
            throws GeneralSecurityException {
        if (sealed.length < OVERHEAD_BYTES) {
            throw new GeneralSecurityException(
                    "sealed: "
                            + sealed.length
                            + " bytes (expected: at least "
                            + OVERHEAD_BYTES
                            + ")");
        }
        SecretKey secret =
                KEM.getInstance("DHKEM")
                        .newDecapsulator(recipient)
                        .decapsulate(java.util.Arrays.copyOf(sealed, ENCAPSULATED_BYTES));
        Cipher cipher = cipher(Cipher.DECRYPT_MODE, secret, info);
        cipher.updateAAD(aad);
        return cipher.doFinal(sealed, ENCAPSULATED_BYTES, sealed.length - ENCAPSULATED_BYTES);
    }

    /// Section 5.1, KeySchedule, mode_base: neither PSK nor its id. One message only, so the nonce is the base nonce.
    private static Cipher cipher(int direction, SecretKey secret, byte[] info)
            throws GeneralSecurityException {
        byte[] none = {};
        byte[] context =
                join(
                        new byte[] {0},
                        extract(none, "psk_id_hash", none),
                        extract(none, "info_hash", info));
        byte[] prk = extract(raw(secret), "secret", none);
        byte[] key = expand(prk, "key", context, 32);
        byte[] nonce = expand(prk, "base_nonce", context, 12);
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(direction, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce));
        return cipher;
    }

    private static byte[] raw(SecretKey key) throws GeneralSecurityException {
        byte[] bytes = key.getEncoded();
        if (bytes == null) {
            throw new GeneralSecurityException("the KEM's secret cannot be read out");
        }
        return bytes;
    }

    /// Section 4, LabeledExtract.
    private static byte[] extract(byte[] salt, String label, byte[] ikm)
            throws GeneralSecurityException {
        return KDF.getInstance("HKDF-SHA256")
                .deriveData(
                        HKDFParameterSpec.ofExtract()
                                .addSalt(salt)
                                .addIKM(join(version(), SUITE, ascii(label), ikm))
                                .extractOnly());
    }

    /// Section 4, LabeledExpand.
    private static byte[] expand(byte[] prk, String label, byte[] info, int length)
            throws GeneralSecurityException {
        byte[] labeled = join(new byte[] {0, (byte) length}, version(), SUITE, ascii(label), info);
        return KDF.getInstance("HKDF-SHA256")
                .deriveData(
                        HKDFParameterSpec.expandOnly(
                                new SecretKeySpec(prk, "Generic"), labeled, length));
    }

    private static byte[] version() {
        return ascii("HPKE-v1");
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}

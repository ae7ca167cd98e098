package dev.sallyport.model.recording;

import java.security.PublicKey;
import java.util.Arrays;
import java.util.HexFormat;

/// A recording's key as it stands in the header for one of those who may open it.
///
/// @param keyId the first 8 bytes of the SHA-256 of the recipient's SubjectPublicKeyInfo
/// @param bytes the recording's key, encrypted for that recipient
@SuppressWarnings("ArrayRecordComponent") // compared by its key id only
public record KeySlot(Type type, byte[] keyId, byte[] bytes) {
    static final int ID_BYTES = 8;

    /// How the key is encrypted. The numbers stand in the file.
    public enum Type {
        /// HPKE (RFC 9180), base mode: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM.
        X25519(1),
        /// RSAES-OAEP with SHA-256 (RFC 8017 section 7.1).
        RSA(2);

        private final int number;

        Type(int number) {
            this.number = number;
        }

        int number() {
            return number;
        }

        static Type of(int number) {
            for (Type type : values()) {
                if (type.number == number) {
                    return type;
                }
            }
            throw new IllegalArgumentException("key slot type: " + number + " (expected: 1 or 2)");
        }
    }

    /// The key's id in hexadecimal, as messages name it.
    public String keyIdText() {
        return HexFormat.of().formatHex(keyId);
    }

    /// How a key is named.
    static byte[] idOf(PublicKey key) {
        return Arrays.copyOf(Hashes.sha256().digest(key.getEncoded()), ID_BYTES);
    }

    @Override
    public String toString() {
        return type + " key " + keyIdText();
    }
}

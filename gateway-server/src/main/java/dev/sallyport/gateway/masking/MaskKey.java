package dev.sallyport.gateway.masking;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The secret that hashes and tokens are made with.
///
/// Each purpose and domain gets a key of its own, derived from the secret, so that a hash of one domain tells nothing of
/// another's, and whoever learns one derived key has learnt no more than that one. The same secret gives the same hashes
/// on every gateway and after every restart; a new secret makes all of them new.
public final class MaskKey {
    /// A shorter secret could be guessed offline by whoever has a hash and its value.
    public static final int SECRET_CHARACTERS_MIN = 32;

    private static final String HMAC = "HmacSHA256";

    private final SecretKeySpec root;

    private MaskKey(SecretKeySpec root) {
        this.root = root;
    }

    /// @throws IllegalArgumentException where the secret is shorter than [#SECRET_CHARACTERS_MIN]; it does not tell the
    ///     secret
    public static MaskKey of(String secret) {
        if (secret.length() < SECRET_CHARACTERS_MIN) {
            throw new IllegalArgumentException(
                    "the masking key has "
                            + secret.length()
                            + " characters (expected: at least "
                            + SECRET_CHARACTERS_MIN
                            + ", such as the output of openssl rand -base64 32)");
        }
        return new MaskKey(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), HMAC));
    }

    /// A MAC under the derived key; for one thread.
    ///
    /// @param purpose what is made with it, a word of the gateway's own
    /// @param domain the policy's
    Mac mac(String purpose, String domain) {
        byte[] derived =
                mac(root)
                        .doFinal(
                                ("sallyport mask v1\0" + purpose + "\0" + domain)
                                        .getBytes(StandardCharsets.UTF_8));
        return mac(new SecretKeySpec(derived, HMAC));
    }

    private static Mac mac(SecretKeySpec key) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            return mac;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has " + HMAC, e);
        } catch (InvalidKeyException e) {
            throw new IllegalStateException("any key does for " + HMAC, e);
        }
    }

    @Override
    public String toString() {
        return "masking key";
    }
}

package dev.sallyport.model.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.security.spec.XECPrivateKeySpec;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/// The vector that belongs to RFC 9180 for mode_base, KEM 0x0020, KDF 0x0001, AEAD 0x0002, first encryption
/// (test-vectors.json of the draft's repository; the RFC's appendix prints the KEM with the other AEADs).
class HpkeTest {
    private static final byte[] INFO = hex("4f6465206f6e2061204772656369616e2055726e");
    private static final byte[] AAD = hex("436f756e742d30");
    private static final byte[] MESSAGE =
            "Beauty is truth, truth beauty".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SECRET_E =
            hex("179d4b53b6365c45b600c4163b61d95cbc2f4d9e36f1695558dce265ab8bab11");
    private static final byte[] SECRET_R =
            hex("497b4502664cfea5d5af0b39934dac72242a74f8480451e1aee7d6a53320333d");
    private static final byte[] PUBLIC_R =
            hex("430f4b9859665145a6b1ba274024487bd66f03a2dd577d7753c68d7d7d00c00c");
    private static final byte[] SEALED =
            hex(
                    "6c93e09869df3402d7bf231bf540fadd35cd56be14f97178f0954db94b7fc256"
                            + "e5d84cd531cfb583096e7cfa9641bd3079cf3a91cda813c52deb5f512be9931980a41de125a925cdad859d5b7a");

    @Test
    void opensTheVector() throws Exception {
        assertThat(Hpke.open(privateKey(), INFO, AAD, SEALED)).isEqualTo(MESSAGE);
    }

    @Test
    void sealsTheVector() throws Exception {
        // The JDK makes the ephemeral key of the bytes that its source of randomness gives it.
        SecureRandom fixed =
                new SecureRandom() {
                    @Override
                    public void nextBytes(byte[] bytes) {
                        System.arraycopy(SECRET_E, 0, bytes, 0, bytes.length);
                    }
                };
        assertThat(Hpke.seal(Hpke.encapsulate(publicKey(), fixed), INFO, AAD, MESSAGE))
                .isEqualTo(SEALED);
    }

    @Test
    void opensNothingElse() throws Exception {
        for (int at = 0; at < SEALED.length; at++) {
            byte[] changed = SEALED.clone();
            changed[at] ^= 1;
            assertThatThrownBy(() -> Hpke.open(privateKey(), INFO, AAD, changed))
                    .isInstanceOf(GeneralSecurityException.class);
        }
        assertThatThrownBy(() -> Hpke.open(privateKey(), AAD, AAD, SEALED))
                .isInstanceOf(GeneralSecurityException.class);
        assertThatThrownBy(() -> Hpke.open(privateKey(), INFO, INFO, SEALED))
                .isInstanceOf(GeneralSecurityException.class);
        assertThatThrownBy(() -> Hpke.open(privateKey(), INFO, AAD, new byte[3]))
                .isInstanceOf(GeneralSecurityException.class);
        KeyPair other = KeyPairGenerator.getInstance("X25519").generateKeyPair();
        assertThatThrownBy(() -> Hpke.open(other.getPrivate(), INFO, AAD, SEALED))
                .isInstanceOf(GeneralSecurityException.class);
    }

    private static PrivateKey privateKey() throws GeneralSecurityException {
        return KeyFactory.getInstance("X25519")
                .generatePrivate(new XECPrivateKeySpec(NamedParameterSpec.X25519, SECRET_R));
    }

    private static PublicKey publicKey() throws GeneralSecurityException {
        byte[] prefix = hex("302a300506032b656e032100");
        byte[] x509 = java.util.Arrays.copyOf(prefix, prefix.length + PUBLIC_R.length);
        System.arraycopy(PUBLIC_R, 0, x509, prefix.length, PUBLIC_R.length);
        return KeyFactory.getInstance("X25519").generatePublic(new X509EncodedKeySpec(x509));
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }
}

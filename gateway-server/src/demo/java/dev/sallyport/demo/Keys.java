package dev.sallyport.demo;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.UUID;

/// Signing keys, and signing with them.
public final class Keys {
    private static final byte[] ED25519_PKCS8_PREFIX = {
        0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04,
        0x20
    };

    private Keys() {}

    /// A new key with a random key ID.
    ///
    /// @param algorithm `ES256` (P-256), `RS256` or `PS256` (RSA 2048), `EdDSA` (Ed25519)
    public static JWK generate(JWSAlgorithm algorithm) {
        String kid = UUID.randomUUID().toString();
        try {
            return switch (algorithm.getName()) {
                case "ES256" ->
                        new ECKeyGenerator(Curve.P_256)
                                .keyID(kid)
                                .keyUse(KeyUse.SIGNATURE)
                                .algorithm(algorithm)
                                .generate();
                case "RS256", "PS256" ->
                        new RSAKeyGenerator(2048)
                                .keyID(kid)
                                .keyUse(KeyUse.SIGNATURE)
                                .algorithm(algorithm)
                                .generate();
                case "EdDSA" -> ed25519(kid);
                default ->
                        throw new IllegalArgumentException(
                                "algorithm: "
                                        + algorithm
                                        + " (expected: ES256, RS256, PS256 or EdDSA)");
            };
        } catch (JOSEException | GeneralSecurityException e) {
            throw new IllegalStateException("no key for " + algorithm, e);
        }
    }

    static Base64URL sign(JWSHeader header, byte[] input, JWK key) {
        try {
            return switch (key) {
                case RSAKey rsa -> new RSASSASigner(rsa).sign(header, input);
                case ECKey ec -> new ECDSASigner(ec).sign(header, input);
                case OctetKeyPair okp -> Base64URL.encode(signEd25519(okp, input));
                default -> throw new IllegalArgumentException("key type: " + key.getKeyType());
            };
        } catch (JOSEException | GeneralSecurityException e) {
            throw new IllegalStateException("cannot sign with " + key.getKeyType(), e);
        }
    }

    // Nimbus signs with Ed25519 by way of another library; the JDK can do it itself.
    private static OctetKeyPair ed25519(String kid) throws GeneralSecurityException {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        byte[] spki = pair.getPublic().getEncoded();
        byte[] pkcs8 = pair.getPrivate().getEncoded();
        return new OctetKeyPair.Builder(
                        Curve.Ed25519,
                        Base64URL.encode(Arrays.copyOfRange(spki, spki.length - 32, spki.length)))
                .d(Base64URL.encode(Arrays.copyOfRange(pkcs8, pkcs8.length - 32, pkcs8.length)))
                .keyID(kid)
                .keyUse(KeyUse.SIGNATURE)
                .algorithm(JWSAlgorithm.EdDSA)
                .build();
    }

    private static byte[] signEd25519(OctetKeyPair key, byte[] input)
            throws GeneralSecurityException {
        byte[] pkcs8 = Arrays.copyOf(ED25519_PKCS8_PREFIX, ED25519_PKCS8_PREFIX.length + 32);
        System.arraycopy(key.getD().decode(), 0, pkcs8, ED25519_PKCS8_PREFIX.length, 32);
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(
                KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(pkcs8)));
        signature.update(input);
        return signature.sign();
    }
}

package dev.sallyport.gateway.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;

/// Verifies a signature with a public key; anything but an asymmetric key of fit kind and size verifies nothing.
final class KeyVerifier {
    /// RFC 7518 section 3.3.
    private static final int RSA_BITS_MIN = 2048;

    /// What comes before the 32 bytes of an Ed25519 key in its usual encoding (RFC 8410 section 4).
    private static final byte[] ED25519_PREFIX =
            HexFormat.of().parseHex("302a300506032b6570032100");

    private static final int ED25519_KEY_BYTES = 32;

    /// @param algorithm one of [IssuerConfig#KNOWN_ALGORITHMS], already allowed for the issuer
    boolean verifies(JWK key, String algorithm, byte[] signed, byte[] signature) {
        JWSAlgorithm name = JWSAlgorithm.parse(algorithm);
        try {
            return switch (key) {
                case RSAKey rsa when JWSAlgorithm.Family.RSA.contains(name) ->
                        rsa.size() >= RSA_BITS_MIN
                                && new RSASSAVerifier(rsa.toRSAPublicKey())
                                        .verify(
                                                new JWSHeader(name),
                                                signed,
                                                Base64URL.encode(signature));
                case ECKey ec when JWSAlgorithm.Family.EC.contains(name) ->
                        new ECDSAVerifier(ec.toECPublicKey())
                                .verify(new JWSHeader(name), signed, Base64URL.encode(signature));
                case OctetKeyPair okp when name.equals(JWSAlgorithm.EdDSA) ->
                        verifiesEd25519(okp, signed, signature);
                default -> false;
            };
        } catch (JOSEException | GeneralSecurityException e) {
            // A key that cannot be used, or an algorithm of another curve: not verified is all that
            // matters here.
            return false;
        }
    }

    // By the JDK: the library would want another library for it.
    private static boolean verifiesEd25519(OctetKeyPair key, byte[] signed, byte[] signature)
            throws GeneralSecurityException {
        byte[] raw = key.getX().decode();
        if (!key.getCurve().equals(Curve.Ed25519) || raw.length != ED25519_KEY_BYTES) {
            return false;
        }
        byte[] encoded = new byte[ED25519_PREFIX.length + raw.length];
        System.arraycopy(ED25519_PREFIX, 0, encoded, 0, ED25519_PREFIX.length);
        System.arraycopy(raw, 0, encoded, ED25519_PREFIX.length, raw.length);
        Signature verifier = Signature.getInstance("Ed25519");
        verifier.initVerify(
                KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
        verifier.update(signed);
        return verifier.verify(signature);
    }
}

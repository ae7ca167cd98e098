package dev.sallyport.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.util.Base64URL;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// A token before it is signed: good as it stands, and free to be bent in every way that an attacker might.
///
/// It writes the JSON itself instead of asking a library that would refuse to write what no honest issuer would.
public final class TokenDraft {
    /// How long tokens are good unless told otherwise.
    public static final Duration LIFE = Duration.ofMinutes(5);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final JWK key;
    private final Map<String, Object> header = new LinkedHashMap<>();
    private final Map<String, Object> claims = new LinkedHashMap<>();
    private @Nullable String rawHeader;
    private @Nullable String rawPayload;

    TokenDraft(String issuer, JWSAlgorithm algorithm, JWK key, Instant now) {
        this.key = key;
        header.put("alg", algorithm.getName());
        header.put("typ", "JWT");
        header.put("kid", key.getKeyID());
        claims.put("iss", issuer);
        claims.put("iat", now.getEpochSecond());
        claims.put("exp", now.plus(LIFE).getEpochSecond());
    }

    /// Sets a claim. Instants become seconds since 1970, as `exp`, `iat` and `nbf` want them.
    public TokenDraft claim(String name, Object value) {
        claims.put(name, value instanceof Instant at ? (Object) at.getEpochSecond() : value);
        return this;
    }

    public TokenDraft without(String claim) {
        claims.remove(claim);
        return this;
    }

    /// Sets a header parameter: `kid`, `typ`, `alg`, `jku` …
    public TokenDraft header(String name, Object value) {
        header.put(name, value);
        return this;
    }

    public TokenDraft withoutHeader(String name) {
        header.remove(name);
        return this;
    }

    /// The header as this very text, whatever was set.
    public TokenDraft rawHeader(String json) {
        rawHeader = json;
        return this;
    }

    /// The claims as this very text, whatever was set.
    public TokenDraft rawPayload(String json) {
        rawPayload = json;
        return this;
    }

    /// The claims as JSON, to be edited and given back to [#rawPayload].
    public String payload() {
        return rawPayload != null ? rawPayload : write(claims);
    }

    /// Signed with the issuer's key.
    public String signed() {
        return signedBy(key);
    }

    /// Signed with any key; the header still names the issuer's unless told otherwise.
    public String signedBy(JWK signer) {
        String input = input();
        return input
                + "."
                + Keys.sign(
                        signingHeader(signer), input.getBytes(StandardCharsets.US_ASCII), signer);
    }

    /// With `alg: none` and an empty signature (RFC 7515 appendix A.5).
    public String unsigned() {
        header.put("alg", "none");
        return input() + ".";
    }

    /// With HS256, the issuer's public key in PEM being the shared secret: the classic confusion of algorithms.
    public String hmacWithPublicKey() {
        header.put("alg", "HS256");
        try {
            byte[] spki = ((AsymmetricJWK) key).toPublicKey().getEncoded();
            String pem =
                    "-----BEGIN PUBLIC KEY-----\n"
                            + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(spki)
                            + "\n-----END PUBLIC KEY-----\n";
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(pem.getBytes(StandardCharsets.US_ASCII), "HmacSHA256"));
            String input = input();
            return input
                    + "."
                    + Base64URL.encode(mac.doFinal(input.getBytes(StandardCharsets.US_ASCII)));
        } catch (JOSEException | GeneralSecurityException e) {
            throw new IllegalStateException("HMAC with " + key.getKeyType(), e);
        }
    }

    private String input() {
        String head = rawHeader != null ? rawHeader : write(header);
        return Base64URL.encode(head) + "." + Base64URL.encode(payload());
    }

    // Says to the library what to do, whatever the token's own header claims.
    private static JWSHeader signingHeader(JWK signer) {
        try {
            return JWSHeader.parse(Map.of("alg", signer.getAlgorithm().getName()));
        } catch (ParseException e) {
            throw new IllegalStateException("algorithm of the signer", e);
        }
    }

    private static String write(Map<String, Object> values) {
        try {
            return JSON.writeValueAsString(values);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "claims: " + values.keySet() + " (expected: JSON values)", e);
        }
    }
}

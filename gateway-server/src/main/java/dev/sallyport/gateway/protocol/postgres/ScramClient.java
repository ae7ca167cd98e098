package dev.sallyport.gateway.protocol.postgres;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// The client's side of SCRAM-SHA-256 and SCRAM-SHA-256-PLUS (RFC 5802, RFC 7677, channel binding by RFC 5929).
///
/// Both sides prove that they know the password; neither shows it.
final class ScramClient {
    static final String SCRAM_SHA_256 = "SCRAM-SHA-256";
    static final String SCRAM_SHA_256_PLUS = "SCRAM-SHA-256-PLUS";

    /// RFC 7677's least, which is PostgreSQL's default. Fewer make the exchange worth stealing.
    static final int ITERATIONS_MIN = 4_096;

    /// More would let a hostile server keep the event loop busy; this many take it about half a second.
    static final int ITERATIONS_MAX = 1_000_000;

    /// How the exchange is tied to the TLS connection it runs on.
    sealed interface Binding {
        /// There is no TLS, or its certificate has no end point hash: `n`.
        record Unable() implements Binding {}

        /// We could, but the server does not offer it: `y`. A server that did offer it then knows that somebody
        /// between us took the offer away.
        record NotOffered() implements Binding {}

        /// @param hash by [#tlsServerEndPoint]
        @SuppressWarnings("ArrayRecordComponent") // never compared
        record TlsServerEndPoint(byte[] hash) implements Binding {}
    }

    private final String password;
    private final Binding binding;
    private final String clientNonce;
    private final String firstBare;
    private byte @Nullable [] serverSignature;
    private boolean verified;

    /// @param user as it stands in SCRAM; PostgreSQL's clients leave it empty
    /// @param clientNonce printable ASCII without a comma, fresh for each exchange
    ScramClient(String user, String password, Binding binding, String clientNonce) {
        this.password = password;
        this.binding = binding;
        this.clientNonce = clientNonce;
        this.firstBare = "n=" + user.replace("=", "=3D").replace(",", "=2C") + ",r=" + clientNonce;
    }

    String mechanism() {
        return switch (binding) {
            case Binding.TlsServerEndPoint(var _) -> SCRAM_SHA_256_PLUS;
            case Binding.NotOffered(), Binding.Unable() -> SCRAM_SHA_256;
        };
    }

    /// The client-first-message.
    String first() {
        return gs2Header() + firstBare;
    }

    /// The client-final-message, which answers the server-first-message.
    ///
    /// @throws ScramFailure where that breaks a rule: a nonce that is not ours and more, iterations out of bounds
    String answer(String serverFirst) {
        if (serverSignature != null) {
            throw new ScramFailure("SCRAM: the server sent its first message twice");
        }
        String[] parts = serverFirst.split(",", -1);
        if (parts.length < 3) {
            throw new ScramFailure(
                    "SCRAM: a server-first-message of "
                            + parts.length
                            + " parts (expected: r, s and i)");
        }
        String nonce = attribute('r', parts[0]);
        if (!nonce.startsWith(clientNonce) || nonce.length() == clientNonce.length()) {
            throw new ScramFailure("SCRAM: the server's nonce does not go on from ours");
        }
        byte[] salt = base64("salt", attribute('s', parts[1]));
        if (salt.length == 0) {
            throw new ScramFailure("SCRAM: the salt is empty");
        }
        int iterations = iterations(attribute('i', parts[2]));

        byte[] saltedPassword = saltedPassword(salt, iterations);
        byte[] clientKey = hmac(saltedPassword, "Client Key");
        String withoutProof =
                "c=" + Base64.getEncoder().encodeToString(channelBinding()) + ",r=" + nonce;
        String authMessage = firstBare + "," + serverFirst + "," + withoutProof;
        byte[] proof = hmac(sha256(clientKey), authMessage);
        for (int i = 0; i < proof.length; i++) {
            proof[i] ^= clientKey[i];
        }
        serverSignature = hmac(hmac(saltedPassword, "Server Key"), authMessage);
        return withoutProof + ",p=" + Base64.getEncoder().encodeToString(proof);
    }

    /// Checks the server-final-message.
    ///
    /// @throws ScramFailure where it is an error, or the server does not know the password
    void verify(String serverFinal) {
        if (serverSignature == null || verified) {
            throw new ScramFailure("SCRAM: the server's final message came out of turn");
        }
        String[] parts = serverFinal.split(",", -1);
        if (parts[0].startsWith("e=")) {
            throw new ScramFailure("SCRAM: the server refused with " + parts[0].substring(2));
        }
        if (!MessageDigest.isEqual(
                serverSignature, base64("server signature", attribute('v', parts[0])))) {
            throw new ScramFailure(
                    "SCRAM: the server's signature is wrong; it does not know the password");
        }
        verified = true;
    }

    boolean isVerified() {
        return verified;
    }

    /// RFC 5929 section 4.1: the certificate's hash by its signature's own hash function, but SHA-256 for MD5 and SHA-1.
    ///
    /// @return null where the signature has no hash of its own, as with Ed25519: then there is no binding
    static byte @Nullable [] tlsServerEndPoint(X509Certificate certificate) {
        String signature = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
        int with = signature.indexOf("WITH");
        if (with < 0) {
            return null;
        }
        String hash =
                switch (signature.substring(0, with)) {
                    case "MD5", "SHA1", "SHA256" -> "SHA-256";
                    case "SHA224" -> "SHA-224";
                    case "SHA384" -> "SHA-384";
                    case "SHA512" -> "SHA-512";
                    default -> "";
                };
        if (hash.isEmpty()) {
            return null;
        }
        try {
            return MessageDigest.getInstance(hash).digest(certificate.getEncoded());
        } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
            throw new IllegalStateException("certificate hash " + hash, e);
        }
    }

    private String gs2Header() {
        return switch (binding) {
            case Binding.Unable() -> "n,,";
            case Binding.NotOffered() -> "y,,";
            case Binding.TlsServerEndPoint(var _) -> "p=tls-server-end-point,,";
        };
    }

    private byte[] channelBinding() {
        byte[] header = gs2Header().getBytes(StandardCharsets.US_ASCII);
        byte[] data =
                switch (binding) {
                    case Binding.Unable(), Binding.NotOffered() -> new byte[0];
                    case Binding.TlsServerEndPoint(byte[] hash) -> hash;
                };
        byte[] all = java.util.Arrays.copyOf(header, header.length + data.length);
        System.arraycopy(data, 0, all, header.length, data.length);
        return all;
    }

    private static String attribute(char name, String part) {
        if (part.length() < 2 || part.charAt(0) != name || part.charAt(1) != '=') {
            throw new ScramFailure("SCRAM: no attribute " + name + " in its place");
        }
        return part.substring(2);
    }

    private static int iterations(String text) {
        int iterations;
        try {
            iterations = Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new ScramFailure(
                    "SCRAM iterations: not a number (expected: "
                            + ITERATIONS_MIN
                            + ".."
                            + ITERATIONS_MAX
                            + ")");
        }
        if (iterations < ITERATIONS_MIN || iterations > ITERATIONS_MAX) {
            throw new ScramFailure(
                    "SCRAM iterations: "
                            + iterations
                            + " (expected: "
                            + ITERATIONS_MIN
                            + ".."
                            + ITERATIONS_MAX
                            + ")");
        }
        return iterations;
    }

    private static byte[] base64(String what, String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new ScramFailure("SCRAM: the " + what + " is not base64");
        }
    }

    private byte[] saltedPassword(byte[] salt, int iterations) {
        PBEKeySpec spec =
                new PBEKeySpec(SaslPrep.prepare(password).toCharArray(), salt, iterations, 256);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("PBKDF2WithHmacSHA256", e);
        } finally {
            spec.clearPassword();
        }
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HmacSHA256", e);
        }
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}

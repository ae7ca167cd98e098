package dev.sallyport.gateway.protocol.postgres.wire;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/// The client's half of SCRAM-SHA-256 without channel binding (RFC 5802, RFC 7677), for ASCII passwords.
final class ScramClient {
    private static final String NO_BINDING = "n,,";

    private final String password;
    private final String firstBare;
    private String serverSignature = "";

    ScramClient(String password) {
        this.password = password;
        byte[] nonce = new byte[18];
        new SecureRandom().nextBytes(nonce);
        // PostgreSQL takes the name from the startup packet.
        firstBare = "n=,r=" + base64(nonce);
    }

    String first() {
        return NO_BINDING + firstBare;
    }

    String answer(String serverFirst) throws GeneralSecurityException {
        String nonce = attribute(serverFirst, "r=");
        byte[] salt = Base64.getDecoder().decode(attribute(serverFirst, "s="));
        int iterations = Integer.parseInt(attribute(serverFirst, "i="));
        byte[] salted =
                SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                        .generateSecret(
                                new PBEKeySpec(password.toCharArray(), salt, iterations, 256))
                        .getEncoded();
        String withoutProof =
                "c=" + base64(NO_BINDING.getBytes(StandardCharsets.US_ASCII)) + ",r=" + nonce;
        String signed = firstBare + "," + serverFirst + "," + withoutProof;
        byte[] clientKey = hmac(salted, "Client Key");
        byte[] storedKey = MessageDigest.getInstance("SHA-256").digest(clientKey);
        byte[] signature = hmac(storedKey, signed);
        byte[] proof = new byte[clientKey.length];
        for (int i = 0; i < proof.length; i++) {
            proof[i] = (byte) (clientKey[i] ^ signature[i]);
        }
        serverSignature = base64(hmac(hmac(salted, "Server Key"), signed));
        return withoutProof + ",p=" + base64(proof);
    }

    boolean isServerGenuine(String serverFinal) {
        return attribute(serverFinal, "v=").equals(serverSignature);
    }

    private static String attribute(String message, String name) {
        return Arrays.stream(message.split(","))
                .filter(part -> part.startsWith(name))
                .map(part -> part.substring(name.length()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no " + name + " in: " + message));
    }

    private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}

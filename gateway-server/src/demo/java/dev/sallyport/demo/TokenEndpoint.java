package dev.sallyport.demo;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Hands out tokens to the clients and people it was told of (RFC 6749 sections 4.3 and 4.4).
///
/// The password grant is there so that the demo can be a person without a browser; no real issuer should offer it.
final class TokenEndpoint {
    private static final int BODY_BYTES_MAX = 8192;

    private final Issuer issuer;
    private final Map<String, Account> accounts = new ConcurrentHashMap<>();

    TokenEndpoint(Issuer issuer) {
        this.issuer = issuer;
    }

    void register(String name, String secret, Map<String, Object> claims) {
        accounts.put(name, new Account(secret, Map.copyOf(claims)));
    }

    /// @throws IllegalArgumentException where nobody of that name is registered
    TokenDraft draftFor(String name, String audience) {
        Account account = accounts.get(name);
        if (account == null) {
            throw new IllegalArgumentException(
                    "name: " + name + " (expected: one of " + accounts.keySet() + ")");
        }
        TokenDraft draft = issuer.draft().claim("sub", name).claim("aud", audience);
        account.claims.forEach(draft::claim);
        return draft;
    }

    Issuer.Answer serve(HttpExchange exchange) throws IOException {
        if (!exchange.getRequestMethod().equals("POST")) {
            return refused(405, "invalid_request", "POST a form here");
        }
        byte[] body = exchange.getRequestBody().readNBytes(BODY_BYTES_MAX + 1);
        if (body.length > BODY_BYTES_MAX) {
            return refused(413, "invalid_request", "body over " + BODY_BYTES_MAX + " bytes");
        }
        Map<String, String> form = form(new String(body, StandardCharsets.UTF_8));
        addBasic(exchange.getRequestHeaders().getFirst("Authorization"), form);
        String grant = form.getOrDefault("grant_type", "");
        return switch (grant) {
            case "client_credentials" -> grant(form, "client_id", "client_secret");
            case "password" -> grant(form, "username", "password");
            default ->
                    refused(
                            400,
                            "unsupported_grant_type",
                            "expected: client_credentials or password");
        };
    }

    private Issuer.Answer grant(Map<String, String> form, String nameField, String secretField) {
        String name = form.getOrDefault(nameField, "");
        Account account = accounts.get(name);
        if (account == null || !account.secret.equals(form.get(secretField))) {
            return refused(401, "invalid_client", nameField + " or " + secretField + " not known");
        }
        String audience = form.get("audience");
        if (audience == null) {
            return refused(
                    400, "invalid_request", "audience: not given (expected: who the token is for)");
        }
        String token = draftFor(name, audience).signed();
        return new Issuer.Answer(
                200,
                Map.of(
                        "access_token",
                        token,
                        "id_token",
                        token,
                        "token_type",
                        "Bearer",
                        "expires_in",
                        TokenDraft.LIFE.toSeconds()));
    }

    private static Issuer.Answer refused(int status, String error, String description) {
        return new Issuer.Answer(status, Map.of("error", error, "error_description", description));
    }

    private static Map<String, String> form(String body) {
        Map<String, String> fields = new HashMap<>();
        for (String pair : body.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                fields.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
            }
        }
        return fields;
    }

    private static void addBasic(@Nullable String header, Map<String, String> fields) {
        if (header == null || !header.startsWith("Basic ")) {
            return;
        }
        byte[] pair = Base64.getDecoder().decode(header.substring("Basic ".length()));
        String[] parts = new String(pair, StandardCharsets.UTF_8).split(":", 2);
        if (parts.length == 2) {
            fields.put("client_id", decode(parts[0]));
            fields.put("client_secret", decode(parts[1]));
        }
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private record Account(String secret, Map<String, Object> claims) {}
}

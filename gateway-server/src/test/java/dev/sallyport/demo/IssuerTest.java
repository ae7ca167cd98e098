package dev.sallyport.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IssuerTest {
    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http = HttpClient.newHttpClient();
    private final Issuer issuer = Issuer.start();

    @BeforeEach
    void registerPipeline() {
        issuer.register("pipeline", "s3cret", Map.of("repository", "example/shop"));
    }

    @AfterEach
    void close() {
        issuer.close();
        http.close();
    }

    @Test
    void discoveryNamesItselfAndItsKeys() throws Exception {
        JsonNode document = get(issuer.uri().resolve("/.well-known/openid-configuration"), 200);
        assertThat(document.get("issuer").asText()).isEqualTo(issuer.uri().toString());
        JsonNode keys = get(URI.create(document.get("jwks_uri").asText()), 200);
        assertThat(keys.get("keys")).hasSize(1);
        assertThat(keys.get("keys").get(0).has("d")).as("private part").isFalse();
        assertThat(issuer.keyFetches()).isEqualTo(1);
    }

    @Test
    void clientGetsATokenWithItsClaims() throws Exception {
        HttpResponse<String> answer =
                post(
                        "grant_type=client_credentials&client_id=pipeline&client_secret=s3cret&audience=sallyport");
        assertThat(answer.statusCode()).isEqualTo(200);
        String token = json.readTree(answer.body()).get("access_token").asText();
        JsonNode claims = json.readTree(Base64.getUrlDecoder().decode(token.split("\\.")[1]));
        assertThat(claims.get("sub").asText()).isEqualTo("pipeline");
        assertThat(claims.get("aud").asText()).isEqualTo("sallyport");
        assertThat(claims.get("repository").asText()).isEqualTo("example/shop");
    }

    @Test
    void wrongSecretGetsNothing() throws Exception {
        assertThat(
                        post("grant_type=client_credentials&client_id=pipeline&client_secret=wrong&audience=a")
                                .statusCode())
                .isEqualTo(401);
        assertThat(post("grant_type=implicit").statusCode()).isEqualTo(400);
    }

    @Test
    void outageAnswersNothingUseful() throws Exception {
        issuer.pause();
        get(issuer.uri().resolve("/jwks"), 503);
        issuer.resume();
        get(issuer.uri().resolve("/jwks"), 200);
    }

    @Test
    void rotatedKeyIsPublishedBesideTheOldOne() throws Exception {
        issuer.rotateKey();
        assertThat(get(issuer.uri().resolve("/jwks"), 200).get("keys")).hasSize(2);
        issuer.withdrawOldKeys();
        assertThat(get(issuer.uri().resolve("/jwks"), 200).get("keys")).hasSize(1);
    }

    private JsonNode get(URI uri, int status) throws Exception {
        HttpResponse<String> answer =
                http.send(
                        HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(status);
        return json.readTree(answer.body());
    }

    private HttpResponse<String> post(String form) throws Exception {
        return http.send(
                HttpRequest.newBuilder(issuer.tokenEndpoint())
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}

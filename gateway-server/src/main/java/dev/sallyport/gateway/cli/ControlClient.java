package dev.sallyport.gateway.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sallyport.model.approval.ApprovalId;
import dev.sallyport.model.control.AnswerRequest;
import dev.sallyport.model.control.AnswerTaken;
import dev.sallyport.model.control.ApprovalDetails;
import dev.sallyport.model.control.ApprovalList;
import dev.sallyport.model.control.ControlJson;
import dev.sallyport.model.control.PassGranted;
import dev.sallyport.model.control.PassRequest;
import dev.sallyport.model.control.PolicyActivationRequest;
import dev.sallyport.model.control.PolicyChangeRequest;
import dev.sallyport.model.control.PolicyText;
import dev.sallyport.model.control.PolicyVersionList;
import dev.sallyport.model.control.PolicyVersionSummary;
import dev.sallyport.model.control.Problem;
import dev.sallyport.model.control.SessionList;
import dev.sallyport.model.control.SessionSummary;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/// Speaks with the gateway's control API for the command line. Follows no redirect: the token goes to the gateway that
/// was named and nowhere else.
final class ControlClient implements AutoCloseable {
    private static final Duration CONNECT_MAX = Duration.ofSeconds(20);
    private static final Duration ANSWER_MAX = Duration.ofSeconds(40);
    private static final long ANSWER_BYTES_MAX = 128L << 20;

    private final HttpClient http;
    private final URI base;
    private final String token;
    private final ObjectMapper json = ControlJson.lenient();

    private ControlClient(HttpClient http, URI base, String token) {
        this.http = http;
        this.base = base;
        this.token = token;
    }

    /// @param ca certificates to trust, PEM; null for the platform's
    static ControlClient to(URI base, String token, @Nullable Path ca) throws ControlFailure {
        HttpClient.Builder http =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(CONNECT_MAX);
        if (ca != null) {
            http.sslContext(trusting(ca));
        }
        return new ControlClient(http.build(), base, token);
    }

    ApprovalList approvals() throws ControlFailure {
        return send(request("/v1/approvals").GET(), ApprovalList.class);
    }

    ApprovalDetails approval(String id) throws ControlFailure {
        return send(request("/v1/approvals/" + approvalId(id)).GET(), ApprovalDetails.class);
    }

    AnswerTaken answer(ApprovalId id, AnswerRequest answer) throws ControlFailure {
        return send(
                post("/v1/approvals/" + approvalId(id.value()) + "/answer", answer),
                AnswerTaken.class);
    }

    SessionList sessions() throws ControlFailure {
        return send(request("/v1/sessions").GET(), SessionList.class);
    }

    SessionSummary session(String id) throws ControlFailure {
        return send(request("/v1/sessions/" + sessionId(id)).GET(), SessionSummary.class);
    }

    SessionSummary kill(String id, String reason) throws ControlFailure {
        return send(
                request("/v1/sessions/" + sessionId(id) + "?reason=" + encoded(reason)).DELETE(),
                SessionSummary.class);
    }

    PolicyVersionList policyVersions() throws ControlFailure {
        return send(request("/v1/policy/versions").GET(), PolicyVersionList.class);
    }

    /// @param version a number, `active`, or at least 8 digits of a hash
    PolicyText policyText(String version) throws ControlFailure {
        return send(
                request("/v1/policy/versions/" + encoded(version.strip())).GET(), PolicyText.class);
    }

    PolicyVersionSummary activate(String text, String reason) throws ControlFailure {
        return send(
                post("/v1/policy/versions", new PolicyActivationRequest(text, reason)),
                PolicyVersionSummary.class);
    }

    PolicyVersionSummary reload(String reason) throws ControlFailure {
        return send(
                post("/v1/policy/reload", new PolicyChangeRequest(reason)),
                PolicyVersionSummary.class);
    }

    PolicyVersionSummary rollback(String reason) throws ControlFailure {
        return send(
                post("/v1/policy/rollback", new PolicyChangeRequest(reason)),
                PolicyVersionSummary.class);
    }

    PassGranted pass(PassRequest request) throws ControlFailure {
        return send(post("/v1/passes", request), PassGranted.class);
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    private HttpRequest.Builder post(String path, Object body) {
        byte[] bytes;
        try {
            bytes = json.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a request cannot be written as JSON", e);
        }
        return request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(bytes));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(base.resolve(path))
                .timeout(ANSWER_MAX)
                .header("Accept", "application/json")
                .header("Authorization", "Bearer " + token);
    }

    private <T> T send(HttpRequest.Builder request, Class<T> type) throws ControlFailure {
        HttpResponse<byte[]> answer;
        try {
            answer =
                    http.send(
                            request.build(),
                            HttpResponse.BodyHandlers.limiting(
                                    HttpResponse.BodyHandlers.ofByteArray(), ANSWER_BYTES_MAX));
        } catch (IOException e) {
            throw unreachable(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ControlFailure(
                    "interrupted while waiting for the gateway", "Look whether it took effect.");
        }
        boolean good = answer.statusCode() / 100 == 2;
        try {
            if (good) {
                return json.readValue(answer.body(), type);
            }
            throw ControlFailure.of(json.readValue(answer.body(), Problem.class));
        } catch (IOException | IllegalArgumentException e) {
            throw new ControlFailure(
                    "what answers at "
                            + base
                            + " is no Sallyport control API (HTTP "
                            + answer.statusCode()
                            + ")",
                    "Check --control or SALLYPORT_CONTROL: it is the control port, 7070 unless configured.");
        }
    }

    private ControlFailure unreachable(IOException e) {
        String next = "Check that the gateway runs there, and --control or SALLYPORT_CONTROL.";
        if (e instanceof SSLException) {
            return new ControlFailure(
                    "no TLS with the gateway at " + base + ": " + e.getMessage(),
                    "If its certificate is of a private authority, name that with --ca FILE; if it speaks plain HTTP, use"
                            + " http.");
        }
        if (e instanceof HttpTimeoutException) {
            return new ControlFailure("the gateway at " + base + " did not answer in time", next);
        }
        String why =
                e instanceof ConnectException
                        ? "the connection was refused"
                        : String.valueOf(e.getMessage());
        return new ControlFailure("the gateway at " + base + " cannot be reached: " + why, next);
    }

    // People type ids as they heard them.
    private static String approvalId(String typed) {
        return encoded(typed.strip().toUpperCase(Locale.ROOT));
    }

    private static String sessionId(String typed) {
        return encoded(typed.strip().toUpperCase(Locale.ROOT));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static SSLContext trusting(Path ca) throws ControlFailure {
        try (InputStream in = Files.newInputStream(ca)) {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            int count = 0;
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                trusted.setCertificateEntry("ca-" + count++, certificate);
            }
            if (count == 0) {
                throw new ControlFailure(
                        "--ca " + ca + ": holds no certificate",
                        "Name a file of PEM certificates.");
            }
            TrustManagerFactory trust =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new ControlFailure(
                    "--ca " + ca + ": cannot be read (" + e + ")",
                    "Name a readable file of PEM certificates.");
        }
    }
}

package dev.sallyport.gateway.protocol.postgres;

import dev.sallyport.gateway.protocol.OpenTarget;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Answers what the target asks for to let the gateway in, one Authentication message after the other.
final class TargetAuthentication {
    /// 18 bytes, as libpq sends.
    private static final int NONCE_BYTES = 18;

    /// What one message led to.
    sealed interface Step {
        /// Something was sent, or the next message is awaited.
        record More() implements Step {}

        /// The target let us in.
        record Done() implements Step {}

        /// The gateway will not go on.
        record Refused(String message) implements Step {}
    }

    private final OpenTarget target;
    private final TargetLogin.Channel channel;
    private final TargetLine line;
    private final ByteBufAllocator allocator;
    private @Nullable ScramClient scram;

    TargetAuthentication(
            OpenTarget target,
            TargetLogin.Channel channel,
            TargetLine line,
            ByteBufAllocator allocator) {
        this.target = target;
        this.channel = channel;
        this.line = line;
        this.allocator = allocator;
    }

    /// @throws ProtocolError where the message is malformed or out of turn
    /// @throws ScramFailure where the target does not prove that it knows the password
    Step fromTarget(Frame frame) {
        Authentication message = Authentication.read(frame);
        if (scram != null) {
            return continueScram(scram, message);
        }
        return switch (message.kind()) {
            case Authentication.OK -> new Step.Done();
            case Authentication.CLEARTEXT_PASSWORD ->
                    password(message, target.credential().password());
            case Authentication.MD5_PASSWORD -> password(message, md5(message.data()));
            case Authentication.SASL -> startScram(Authentication.mechanisms(frame));
            default -> refuse(message.name() + " is not supported; use scram-sha-256");
        };
    }

    private Step password(Authentication asked, @Nullable String answer) {
        if (answer == null || answer.isEmpty()) {
            return noPassword();
        }
        if (channel == TargetLogin.Channel.PLAIN && !isLoopback(target.host())) {
            return refuse(
                    asked.name()
                            + " without TLS, and the host is not on loopback; use TLS or scram-sha-256");
        }
        line.send(new PasswordMessage(answer).toFrame(allocator));
        return new Step.More();
    }

    private Step startScram(List<String> mechanisms) {
        String password = target.credential().password();
        if (password == null || password.isEmpty()) {
            return noPassword();
        }
        X509Certificate certificate =
                channel == TargetLogin.Channel.SECURE ? line.certificate() : null;
        byte[] endPoint = certificate == null ? null : ScramClient.tlsServerEndPoint(certificate);
        boolean plus = mechanisms.contains(ScramClient.SCRAM_SHA_256_PLUS);
        ScramClient.Binding binding;
        if (endPoint != null && plus) {
            binding = new ScramClient.Binding.TlsServerEndPoint(endPoint);
        } else if (mechanisms.contains(ScramClient.SCRAM_SHA_256)) {
            binding =
                    endPoint != null
                            ? new ScramClient.Binding.NotOffered()
                            : new ScramClient.Binding.Unable();
        } else {
            return refuse(
                    "SASL mechanisms " + mechanisms + " are not supported; use scram-sha-256");
        }
        byte[] nonce = new byte[NONCE_BYTES];
        new SecureRandom().nextBytes(nonce);
        // The user name stands in the startup packet; servers ignore the one in SCRAM, and libpq
        // sends it empty.
        ScramClient client =
                new ScramClient("", password, binding, Base64.getEncoder().encodeToString(nonce));
        scram = client;
        line.send(
                new SaslInitialResponse(
                                client.mechanism(), client.first().getBytes(StandardCharsets.UTF_8))
                        .toFrame(allocator));
        return new Step.More();
    }

    private Step continueScram(ScramClient client, Authentication message) {
        return switch (message.kind()) {
            case Authentication.SASL_CONTINUE -> {
                String answer = client.answer(new String(message.data(), StandardCharsets.UTF_8));
                line.send(
                        new SaslResponse(answer.getBytes(StandardCharsets.UTF_8))
                                .toFrame(allocator));
                yield new Step.More();
            }
            case Authentication.SASL_FINAL -> {
                client.verify(new String(message.data(), StandardCharsets.UTF_8));
                yield new Step.More();
            }
            case Authentication.OK -> {
                if (!client.isVerified()) {
                    throw new ScramFailure(
                            "the target let the gateway in without proving that it knows the password");
                }
                yield new Step.Done();
            }
            default ->
                    throw new ProtocolError(
                            "message during SCRAM",
                            message.name(),
                            "SASLContinue, SASLFinal or Ok");
        };
    }

    /// `md5` and the hash of the hash of password and user, with the salt (manual, "AuthenticationMD5Password").
    private @Nullable String md5(byte[] salt) {
        String password = target.credential().password();
        if (password == null || password.isEmpty()) {
            return null;
        }
        String inner =
                md5Hex(
                        (password + target.credential().user()).getBytes(StandardCharsets.UTF_8),
                        new byte[0]);
        return "md5" + md5Hex(inner.getBytes(StandardCharsets.US_ASCII), salt);
    }

    private static String md5Hex(byte[] first, byte[] second) {
        try {
            MessageDigest digest = MessageDigest.getInstance("MD5");
            digest.update(first);
            return HexFormat.of().formatHex(digest.digest(second));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has MD5", e);
        }
    }

    /// Literal addresses and `localhost` only: what any other name stands for is not known here.
    static boolean isLoopback(String host) {
        if (host.equalsIgnoreCase("localhost")) {
            return true;
        }
        byte[] address = NetUtil.createByteArrayFromIpAddressString(host);
        try {
            return address != null && InetAddress.getByAddress(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address has 4 or 16 bytes", e);
        }
    }

    private Step noPassword() {
        return refuse(
                "it asks for a password, and none is configured for user "
                        + target.credential().user());
    }

    private Step refuse(String why) {
        return new Step.Refused("cannot log in to target " + target.target().name() + ": " + why);
    }
}

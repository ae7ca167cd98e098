package dev.sallyport.demo;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// A certificate authority of its own with a server's certificate for this machine, made anew at run time: no key ever
/// lies in the sources, and nobody can come to trust one of them for longer than a day.
///
/// All keys are ECDSA P-256, signed with SHA-256, so that `tls-server-end-point` (RFC 5929) hashes with SHA-256.
public final class Certificates {
    private static final Duration LIFE = Duration.ofDays(1);

    private final X509Bundle authority;
    private final X509Bundle server;

    private Certificates(X509Bundle authority, X509Bundle server) {
        this.authority = authority;
        this.server = server;
    }

    /// An authority, and a server certificate for `localhost` and `127.0.0.1`.
    public static Certificates forLocalhost() {
        return forServer("localhost", "127.0.0.1");
    }

    /// An authority, and a server certificate for these alone: with names that are not this machine's, a
    /// certificate that a careful client refuses.
    public static Certificates forServer(String name, String address) {
        try {
            X509Bundle authority =
                    builder("CN=Sallyport demo authority")
                            .setIsCertificateAuthority(true)
                            .setKeyUsage(
                                    true,
                                    CertificateBuilder.KeyUsage.keyCertSign,
                                    CertificateBuilder.KeyUsage.cRLSign)
                            .buildSelfSigned();
            X509Bundle server =
                    builder("CN=" + name)
                            .addSanDnsName(name)
                            .addSanIpAddress(address)
                            .setKeyUsage(true, CertificateBuilder.KeyUsage.digitalSignature)
                            .addExtendedKeyUsageServerAuth()
                            .buildIssuedBy(authority);
            return new Certificates(authority, server);
        } catch (Exception e) {
            throw new IllegalStateException("cannot make a certificate for " + name, e);
        }
    }

    /// A client's certificate from the same authority.
    ///
    /// @param commonName what PostgreSQL's `cert` authentication compares with the user's name
    public X509Bundle client(String commonName) {
        try {
            return builder("CN=" + commonName)
                    .setKeyUsage(true, CertificateBuilder.KeyUsage.digitalSignature)
                    .addExtendedKeyUsageClientAuth()
                    .buildIssuedBy(authority);
        } catch (Exception e) {
            throw new IllegalStateException("cannot make a certificate for " + commonName, e);
        }
    }

    public X509Certificate authority() {
        return authority.getCertificate();
    }

    public X509Certificate server() {
        return server.getCertificate();
    }

    /// Writes `ca.crt`, `server.crt` and `server.key` (PKCS #8, mode 0600), all PEM, into an existing folder.
    public PemFiles writeTo(Path folder) throws IOException {
        Files.createDirectories(folder);
        return new PemFiles(
                Files.writeString(folder.resolve("ca.crt"), authority.getCertificatePEM()),
                Files.writeString(folder.resolve("server.crt"), server.getCertificatePEM()),
                writeSecret(folder.resolve("server.key"), server.getPrivateKeyPEM()));
    }

    /// Writes a client's certificate and key as `NAME.crt` and `NAME.key`, with the authority's `ca.crt`.
    public PemFiles writeClientTo(Path folder, String commonName) throws IOException {
        X509Bundle client = client(commonName);
        Files.createDirectories(folder);
        return new PemFiles(
                Files.writeString(folder.resolve("ca.crt"), authority.getCertificatePEM()),
                Files.writeString(folder.resolve(commonName + ".crt"), client.getCertificatePEM()),
                writeSecret(folder.resolve(commonName + ".key"), client.getPrivateKeyPEM()));
    }

    /// A context for clients that trust this authority and no other.
    public SSLContext clientContext() {
        try {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry("ca", authority.getCertificate());
            TrustManagerFactory trust =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("cannot make a TLS context", e);
        }
    }

    private static CertificateBuilder builder(String subject) {
        Instant now = Instant.now();
        return new CertificateBuilder()
                .subject(subject)
                .ecp256()
                // An hour back: clocks of containers and their hosts may differ.
                .notBefore(now.minus(Duration.ofHours(1)))
                .notAfter(now.plus(LIFE));
    }

    private static Path writeSecret(Path file, String content) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(
                file,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.writeString(file, content);
    }

    /// Where the PEM files lie.
    public record PemFiles(Path authority, Path certificate, Path key) {}
}

package dev.sallyport.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.gateway.yaml.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each mistake in a configuration is named at its line and column, with what was expected; and all of them at once.
class ConfigProblemsTest {
    private static final String GOOD =
            """
            schema: sallyport.gateway/v1
            listen: {control: "127.0.0.1:0", postgres: "127.0.0.1:7432"}
            tls: {certificate: server.crt, key: server.key}
            issuers:
              - {name: ci, issuer: "https://ci.example.test", audience: sallyport}
            policy: policy.yaml
            recordings: {durability: forced, rowBytesMax: 2MiB}
            limits: {sessionsMax: 100, heldBytesMax: 64KiB}
            targets:
              orders-prod:
                protocol: postgres
                address: db.example.com:5433
                database: orders
                labels: {env: prod}
                tls: {mode: verify-ca, ca: ca.crt}
                credential: {user: orders_app, password: "env:ORDERS_PASSWORD"}
            control: {administrators: [gateway-admin]}
            """;

    @TempDir private Path folder;

    private record Mistake(String find, String replace, List<String> problems) {
        @Override
        public String toString() {
            return find.strip() + " -> " + replace.strip();
        }
    }

    private static Mistake mistake(String find, String replace, String... problems) {
        return new Mistake(find, replace, List.of(problems));
    }

    static Stream<Mistake> mistakes() {
        return Stream.of(
                mistake(
                        "gateway/v1",
                        "gateway/v3",
                        "gateway.yaml:1:9: error: schema: 'sallyport.gateway/v3' (expected: sallyport.gateway/v1); did you mean 'sallyport.gateway/v1'?"),
                mistake(
                        "listen: {control",
                        "lisen: {control",
                        "gateway.yaml:2:1: error: unknown key 'lisen' (expected: schema, state, listen, tls, issuers, policy, recordings, limits, approvals, targets, control, masking); did you mean 'listen'?"),
                mistake(
                        "control: \"127.0.0.1:0\", ",
                        "control: \"127.0.0.1\", ",
                        "gateway.yaml:2:19: error: control: '127.0.0.1' (expected: an IP address and a port, as in 127.0.0.1:7432 or [::1]:7432)"),
                mistake(
                        "control: \"127.0.0.1:0\", ",
                        "control: \"gateway.example.com:7070\", ",
                        "gateway.yaml:2:19: error: control: 'gateway.example.com:7070' (expected: an IP address and a port, as in 127.0.0.1:7432 or [::1]:7432)"),
                mistake(
                        "control: \"127.0.0.1:0\", ",
                        "control: \"127.0.0.1:7432\", ",
                        "gateway.yaml:2:19: error: control: control and postgres listen at one address (expected: two, or port 0 for any free one)"),
                mistake(
                        "control: \"127.0.0.1:0\", ",
                        "control: \"127.0.0.1:70000\", ",
                        "gateway.yaml:2:19: error: control: '127.0.0.1:70000' (expected: an IP address and a port, as in 127.0.0.1:7432 or [::1]:7432)"),
                mistake(
                        "listen: {control: \"127.0.0.1:0\", postgres: \"127.0.0.1:7432\"}\ntls: {certificate: server.crt, key: server.key}\n",
                        "listen: {control: \"[::]:7070\", postgres: \"0.0.0.0:7432\"}\n",
                        "gateway.yaml:2:19: error: control: 0:0:0:0:0:0:0:0 is not on loopback (expected: a section 'tls' with certificate and key, or 127.0.0.1)",
                        "gateway.yaml:2:42: error: postgres: 0.0.0.0 is not on loopback (expected: a section 'tls' with certificate and key, or 127.0.0.1)"),
                mistake(
                        "key: server.key",
                        "key: open.key",
                        "gateway.yaml:3:37: error: key: 'open.key' (expected: a key that only its owner may read, mode 0600; it has rw-r--r--)"),
                mistake(
                        "key: server.key",
                        "kee: server.key",
                        "gateway.yaml:3:6: error: 'key' is missing (expected: the private key's file, PKCS #8 PEM)",
                        "gateway.yaml:3:32: error: unknown key 'kee' (expected: certificate, key); did you mean 'key'?"),
                mistake(
                        "certificate: server.crt",
                        "certificate: missing.crt",
                        "gateway.yaml:3:20: error: certificate: 'missing.crt' (expected: a file; there is none at FOLDER/missing.crt)"),
                mistake(
                        "issuers:\n  - {name: ci, issuer: \"https://ci.example.test\", audience: sallyport}\n",
                        "",
                        "gateway.yaml:1:1: error: 'issuers' is missing (expected: a list of identity providers)"),
                mistake(
                        "https://ci.example.test",
                        "http://ci.example.test",
                        "gateway.yaml:5:24: error: issuer: 'http://ci.example.test' (expected: an https URL without user and query, or http on loopback)"),
                mistake(
                        "https://ci.example.test",
                        "ci.example.test",
                        "gateway.yaml:5:24: error: issuer: 'ci.example.test' (expected: an https URL without user and query, or http on loopback)"),
                mistake(
                        ", audience: sallyport",
                        "",
                        "gateway.yaml:5:5: error: 'audience' is missing (expected: what the tokens' aud must hold)"),
                mistake(
                        "audience: sallyport",
                        "audience: sallyport, algorithms: [RS265, HS256, none]",
                        "gateway.yaml:5:85: error: algorithms: 'RS265' (expected: ES256, ES384, ES512, EdDSA, PS256, PS384, PS512, RS256, RS384, RS512); did you mean 'RS256'?",
                        "gateway.yaml:5:92: error: algorithms: 'HS256' (expected: ES256, ES384, ES512, EdDSA, PS256, PS384, PS512, RS256, RS384, RS512); did you mean 'ES256'?",
                        "gateway.yaml:5:99: error: algorithms: 'none' (expected: ES256, ES384, ES512, EdDSA, PS256, PS384, PS512, RS256, RS384, RS512)"),
                mistake(
                        "audience: sallyport",
                        "audience: sallyport, iatAgeMax: 60d",
                        "gateway.yaml:5:83: error: iatAgeMax: '60d' (expected: a time such as 30m, from 1m to 30d)"),
                mistake(
                        "audience: sallyport}",
                        "audience: sallyport}\n  - {name: ci, issuer: \"https://ci.example.test\", audience: x}",
                        "gateway.yaml:6:12: error: name: 'ci' (expected: a name used once)",
                        "gateway.yaml:6:24: error: issuer: 'https://ci.example.test' (expected: an issuer that no other entry has)"),
                mistake(
                        "policy: policy.yaml",
                        "policy: other.yaml",
                        "gateway.yaml:6:9: error: policy: 'other.yaml' (expected: a file; there is none at FOLDER/other.yaml)"),
                mistake(
                        "policy: policy.yaml\n",
                        "",
                        "gateway.yaml:1:1: error: 'policy' is missing (expected: the policy file's name)"),
                mistake(
                        "durability: forced",
                        "durability: force",
                        "gateway.yaml:7:26: error: durability: 'force' (expected: written, forced); did you mean 'forced'?"),
                mistake(
                        "durability: forced",
                        "folder: policy.yaml",
                        "gateway.yaml:7:22: error: folder: 'policy.yaml' (expected: a folder; there is a file of that name)"),
                mistake(
                        "rowBytesMax: 2MiB",
                        "rowBytesMax: 2MB",
                        "gateway.yaml:7:47: error: rowBytesMax: '2MB' (expected: a size such as 64KiB, from 0B to 1GiB)"),
                mistake(
                        "sessionsMax: 100",
                        "sessionMax: 100",
                        "gateway.yaml:8:10: error: unknown key 'sessionMax' (expected: sessionsMax, loginSeconds, preLoginConnectionsMax, heldBytesMax, frameBytesMax, idleMinutes); did you mean 'sessionsMax'?"),
                mistake(
                        "sessionsMax: 100",
                        "sessionsMax: 0",
                        "gateway.yaml:8:23: error: sessionsMax: the number 0 (expected: 1..1000000)"),
                mistake(
                        "heldBytesMax: 64KiB",
                        "heldBytesMax: 65536",
                        "gateway.yaml:8:42: error: heldBytesMax: the number 65536 (expected: a size such as 64KiB, from 1KiB to 64MiB)"),
                mistake(
                        "heldBytesMax: 64KiB",
                        "idleMinutes: -1",
                        "gateway.yaml:8:41: error: idleMinutes: the number -1 (expected: 0..100000)"),
                mistake(
                        "control: {administrators: [gateway-admin]}",
                        "approvals: {wait: 3m}",
                        "gateway.yaml:17:13: error: unknown key 'wait' (expected: no keys here)"),
                mistake(
                        "  orders-prod:\n",
                        "  Orders Prod:\n",
                        "gateway.yaml:10:3: error: name: 'Orders Prod' (expected: 1 to 63 of a-z 0-9 . _ -, a letter or digit first)"),
                mistake(
                        "protocol: postgres",
                        "protocol: postgresql",
                        "gateway.yaml:11:15: error: protocol: 'postgresql' (expected: postgres); did you mean 'postgres'?"),
                mistake(
                        "address: db.example.com:5433",
                        "address: postgres://db.example.com",
                        "gateway.yaml:12:14: error: address: 'postgres://db.example.com' (expected: a host and a port, as in db.example.com:5432)"),
                mistake(
                        "database: orders",
                        "database: 5",
                        "gateway.yaml:13:15: error: database: the number 5 (expected: text; put it in quotes)"),
                mistake(
                        "labels: {env: prod}",
                        "labels: {env: true}",
                        "gateway.yaml:14:19: error: env: true (expected: text; put it in quotes)"),
                mistake(
                        "mode: verify-ca",
                        "mode: require",
                        "gateway.yaml:15:17: error: mode: 'require' (expected: verify-full, verify-ca, disable)"),
                mistake(
                        "mode: verify-ca, ca: ca.crt",
                        "mode: disable, ca: ca.crt",
                        "gateway.yaml:15:10: error: mode 'disable' checks nothing (expected: no 'ca' and no 'certificate', or verify-full)"),
                mistake(
                        "ca: ca.crt",
                        "certificate: server.crt",
                        "gateway.yaml:15:10: error: a client certificate needs both 'certificate' and 'key' (found: only 'certificate')"),
                mistake(
                        "ca: ca.crt",
                        "ca: nowhere/ca.crt",
                        "gateway.yaml:15:32: error: ca: 'nowhere/ca.crt' (expected: a file; there is none at FOLDER/nowhere/ca.crt)"),
                mistake(
                        "password: \"env:ORDERS_PASSWORD\"",
                        "password: hunter2",
                        "gateway.yaml:16:46: error: password: not a reference to a secret (expected: env:NAME, file:PATH or sealed:NAME)"),
                mistake(
                        "password: \"env:ORDERS_PASSWORD\"",
                        "password: \"env:ORDERS PASSWORD\"",
                        "gateway.yaml:16:46: error: password: not a reference to a secret (expected: env:NAME, file:PATH or sealed:NAME)"),
                mistake(
                        "user: orders_app, ",
                        "",
                        "gateway.yaml:16:17: error: 'user' is missing (expected: the target's own user)"),
                mistake(
                        "    credential: {user: orders_app, password: \"env:ORDERS_PASSWORD\"}\n",
                        "",
                        "gateway.yaml:11:5: error: 'credential' is missing (expected: a section with user and password)"),
                mistake(
                        "control: {administrators: [gateway-admin]}",
                        "control: {administrators: gateway-admin}",
                        "gateway.yaml:17:27: error: administrators: 'gateway-admin' (expected: a list of roles, in brackets)"),
                mistake(
                        "control: {administrators: [gateway-admin]}",
                        "insecure: true",
                        "gateway.yaml:17:1: error: unknown key 'insecure' (expected: schema, state, listen, tls, issuers, policy, recordings, limits, approvals, targets, control, masking)"),
                mistake(
                        "sessionsMax: 100, heldBytesMax: 64KiB",
                        "sessionsMax: many, loginSeconds: 1000, frameBytesMax: 4GiB",
                        "gateway.yaml:8:23: error: sessionsMax: 'many' (expected: 1..1000000)",
                        "gateway.yaml:8:43: error: loginSeconds: the number 1000 (expected: 1..600)",
                        "gateway.yaml:8:64: error: frameBytesMax: '4GiB' (expected: a size such as 64KiB, from 64KiB to 1GiB)"));
    }

    @BeforeEach
    void filesThatTheConfigurationNames() throws IOException {
        for (String name :
                List.of("server.crt", "server.key", "open.key", "ca.crt", "policy.yaml")) {
            Files.writeString(folder.resolve(name), "x");
        }
        Files.setPosixFilePermissions(
                folder.resolve("server.key"), PosixFilePermissions.fromString("rw-------"));
        Files.setPosixFilePermissions(
                folder.resolve("open.key"), PosixFilePermissions.fromString("rw-r--r--"));
    }

    @Test
    void aGoodConfigurationHasNoProblem() throws IOException {
        assertThat(problems(GOOD)).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mistakes")
    void aMistakeIsNamedWhereItStands(Mistake mistake) throws IOException {
        assertThat(GOOD).contains(mistake.find);

        assertThat(problems(GOOD.replace(mistake.find, mistake.replace)))
                .containsExactlyElementsOf(mistake.problems);
    }

    @Test
    void aSecretInTheWrongPlaceIsNotRepeated() throws IOException {
        assertThat(problems(GOOD.replace("env:ORDERS_PASSWORD", "hunter2")).toString())
                .doesNotContain("hunter2");
    }

    private List<String> problems(String text) throws IOException {
        Path file = folder.resolve("gateway.yaml");
        Files.writeString(file, text);
        return switch (ConfigFile.load(file)) {
            case ConfigFile.Loaded.Ready ready -> List.of();
            case ConfigFile.Loaded.Faulty faulty ->
                    faulty.problems().stream()
                            .map(Problem::toString)
                            .map(line -> line.replace(folder + "/gateway.yaml", "gateway.yaml"))
                            .map(line -> line.replace(folder.toString(), "FOLDER"))
                            .toList();
        };
    }
}

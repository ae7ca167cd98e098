package dev.sallyport.gateway.config;

import dev.sallyport.gateway.config.GatewayConfig.Control;
import dev.sallyport.gateway.config.GatewayConfig.Durability;
import dev.sallyport.gateway.config.GatewayConfig.Limits;
import dev.sallyport.gateway.config.GatewayConfig.Listen;
import dev.sallyport.gateway.config.GatewayConfig.Recordings;
import dev.sallyport.gateway.config.GatewayConfig.ServerTls;
import dev.sallyport.gateway.identity.IssuerConfig;
import dev.sallyport.gateway.yaml.Section;
import dev.sallyport.gateway.yaml.Value;
import dev.sallyport.model.recording.Envelope;
import dev.sallyport.model.recording.RecipientKey;
import dev.sallyport.model.target.TargetName;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads the sections of a gateway's configuration, reporting every problem on the way.
final class ConfigReader {
    private static final int PORT_CONTROL = 7070;
    private static final int PORT_POSTGRES = 7432;
    private static final int ROW_BYTES = 1 << 20;

    private final Path file;
    private final Files files;

    /// @param file absolute
    ConfigReader(Path file) {
        this.file = file;
        files = new Files(file.resolveSibling(""));
    }

    /// The configuration; empty, and problems, where something is missing that nothing can stand for.
    Optional<GatewayConfig> read(Section top) {
        Path state = top.optional("state").flatMap(files::folder).orElse(files.inFolder("state"));
        Optional<Section> listenSection = top.optional("listen").flatMap(Value::section);
        Optional<ServerTls> tls = top.optional("tls").flatMap(Value::section).flatMap(this::tls);
        Listen listen = listen(listenSection, top.has("tls"));
        List<IssuerConfig> issuers =
                top.required("issuers", "a list of identity providers")
                        .map(value -> new IssuerReader().read(value))
                        .orElse(List.of());
        Optional<Path> policy =
                top.required("policy", "the policy file's name").flatMap(files::readable);
        Recordings recordings = recordings(top.optional("recordings").flatMap(Value::section));
        Limits limits =
                top.optional("limits")
                        .flatMap(Value::section)
                        .map(ConfigReader::limits)
                        .orElse(Limits.DEFAULTS);
        top.optional("approvals").flatMap(Value::section).ifPresent(Section::end);
        Map<TargetName, TargetConfig> targets = targets(top);
        Control control =
                top.optional("control")
                        .flatMap(Value::section)
                        .map(ConfigReader::control)
                        .orElse(new Control(Set.of()));
        Optional<String> maskKey =
                top.optional("masking").flatMap(Value::section).flatMap(this::maskKey);
        top.end();
        return policy.map(path ->
                new GatewayConfig(
                        file,
                        state,
                        listen,
                        tls,
                        issuers,
                        path,
                        recordings,
                        limits,
                        targets,
                        control,
                        maskKey));
    }

    private Optional<ServerTls> tls(Section section) {
        Optional<Path> certificate =
                section.required("certificate", "the certificate chain's file, PEM")
                        .flatMap(files::readable);
        Optional<Path> key =
                section.required("key", "the private key's file, PKCS #8 PEM")
                        .flatMap(files::secret);
        section.end();
        return certificate.isPresent() && key.isPresent()
                ? Optional.of(new ServerTls(certificate.get(), key.get()))
                : Optional.empty();
    }

    private static Listen listen(Optional<Section> section, boolean hasTls) {
        Optional<Value> control = section.flatMap(of -> of.optional("control"));
        Optional<Value> postgres = section.flatMap(of -> of.optional("postgres"));
        section.ifPresent(Section::end);
        InetSocketAddress controlAt =
                control.flatMap(value -> listener(value, hasTls))
                        .orElse(Addresses.loopback(PORT_CONTROL));
        InetSocketAddress postgresAt =
                postgres.flatMap(value -> listener(value, hasTls))
                        .orElse(Addresses.loopback(PORT_POSTGRES));
        if (controlAt.equals(postgresAt) && controlAt.getPort() != 0) {
            control.or(() -> postgres)
                    .ifPresent(value ->
                            value.problem(
                                    "control and postgres listen at one address"
                                            + " (expected: two, or port 0 for any free one)"));
        }
        return new Listen(controlAt, postgresAt);
    }

    private static Optional<InetSocketAddress> listener(Value value, boolean hasTls) {
        Optional<InetSocketAddress> at = Addresses.listener(value);
        if (at.isPresent() && !at.get().getAddress().isLoopbackAddress() && !hasTls) {
            value.problem(
                    at.get().getAddress().getHostAddress()
                            + " is not on loopback (expected: a section 'tls' with certificate and key, or 127.0.0.1)");
        }
        return at;
    }

    private Recordings recordings(Optional<Section> section) {
        Path folder =
                section.flatMap(of -> of.optional("folder"))
                        .flatMap(files::folder)
                        .orElse(files.inFolder("recordings"));
        Map<String, Durability> durabilities = new LinkedHashMap<>();
        durabilities.put("written", Durability.WRITTEN);
        durabilities.put("forced", Durability.FORCED);
        Durability durability =
                section.flatMap(of -> of.optional("durability"))
                        .flatMap(value -> value.word(durabilities))
                        .orElse(Durability.WRITTEN);
        int rowBytesMax =
                section.flatMap(of -> of.optional("rowBytesMax"))
                        .flatMap(value -> value.bytes(0, 1 << 30))
                        .orElse(ROW_BYTES);
        List<RecipientKey> auditors =
                section.flatMap(of -> of.optional("auditors"))
                        .map(this::auditors)
                        .orElse(List.of());
        Optional<Duration> signingKeyAgeMax =
                section.flatMap(of -> of.optional("signingKeyDays"))
                        .flatMap(value -> value.number(1, 10_000))
                        .map(Duration::ofDays);
        section.ifPresent(Section::end);
        return new Recordings(folder, durability, rowBytesMax, auditors, signingKeyAgeMax);
    }

    private List<RecipientKey> auditors(Value value) {
        List<RecipientKey> keys = new ArrayList<>();
        for (Value item : value.items("a list of files with auditors' public keys, PEM")) {
            files.readable(item).flatMap(path -> auditor(item, path)).ifPresent(keys::add);
        }
        if (keys.size() > Envelope.AUDITORS_MAX) {
            value.problem(
                    keys.size()
                            + " auditors (expected: at most "
                            + Envelope.AUDITORS_MAX
                            + ", as every recording's header holds a key for each)");
        }
        return keys;
    }

    private static Optional<RecipientKey> auditor(Value value, Path path) {
        try {
            return Optional.of(
                    RecipientKey.ofPem(
                            java.nio.file.Files.readString(path, StandardCharsets.ISO_8859_1)));
        } catch (IllegalArgumentException e) {
            return value.fail("an auditor's public key; " + path + ": " + e.getMessage());
        } catch (IOException e) {
            return value.fail("a file that can be read: " + e);
        }
    }

    private static Limits limits(Section section) {
        Limits otherwise = Limits.DEFAULTS;
        Limits limits =
                new Limits(
                        number(section, "sessionsMax", 1, 1_000_000, otherwise.sessionsMax()),
                        number(section, "loginSeconds", 1, 600, otherwise.loginSeconds()),
                        number(
                                section,
                                "preLoginConnectionsMax",
                                1,
                                100_000,
                                otherwise.preLoginConnectionsMax()),
                        bytes(section, "heldBytesMax", 1 << 10, 64 << 20, otherwise.heldBytesMax()),
                        bytes(
                                section,
                                "frameBytesMax",
                                64 << 10,
                                1 << 30,
                                otherwise.frameBytesMax()),
                        number(section, "idleMinutes", 0, 100_000, otherwise.idleMinutes()));
        section.end();
        return limits;
    }

    private static int number(Section section, String key, int min, int max, int otherwise) {
        return section.optional(key).flatMap(value -> value.number(min, max)).orElse(otherwise);
    }

    private static int bytes(Section section, String key, int min, int max, int otherwise) {
        return section.optional(key).flatMap(value -> value.bytes(min, max)).orElse(otherwise);
    }

    private Map<TargetName, TargetConfig> targets(Section top) {
        TargetReader reader = new TargetReader(files);
        Map<TargetName, TargetConfig> targets = new LinkedHashMap<>();
        Optional<Section> section =
                top.required("targets", "a section with a target under each name")
                        .flatMap(Value::section);
        List<Section.Named> entries = section.map(Section::named).orElse(List.of());
        if (section.isPresent() && entries.isEmpty()) {
            section.get().problem("targets: none (expected: at least one)");
        }
        for (Section.Named entry : entries) {
            reader.read(entry).ifPresent(target -> targets.put(target.target().name(), target));
        }
        return targets;
    }

    private Optional<String> maskKey(Section section) {
        Optional<String> key =
                section.required("key", "sealed:NAME, file:PATH or env:NAME")
                        .flatMap(new SecretReader(files)::read);
        section.end();
        return key;
    }

    private static Control control(Section section) {
        Control control = new Control(roles(section, "administrators"));
        section.end();
        return control;
    }

    private static Set<String> roles(Section section, String key) {
        List<Value> items =
                section.optional(key)
                        .map(value -> value.items("a list of roles"))
                        .orElse(List.of());
        List<String> roles = new ArrayList<>();
        items.forEach(item -> item.text().ifPresent(roles::add));
        return new LinkedHashSet<>(roles);
    }
}

package dev.sallyport.gateway.config;

import dev.sallyport.gateway.config.TargetConfig.CredentialRef;
import dev.sallyport.gateway.protocol.OpenTarget;
import dev.sallyport.gateway.protocol.OpenTarget.Tls.Mode;
import dev.sallyport.gateway.yaml.Section;
import dev.sallyport.gateway.yaml.Value;
import dev.sallyport.model.target.Target;
import dev.sallyport.model.target.TargetName;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads one entry of `targets`.
final class TargetReader {
    private static final int PORT_POSTGRES = 5432;
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");
    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/-]{0,62}");

    private final Files files;
    private final SecretReader secrets;

    TargetReader(Files files) {
        this.files = files;
        this.secrets = new SecretReader(files);
    }

    Optional<TargetConfig> read(Section.Named entry) {
        Optional<String> name =
                entry.name().text(NAME, "1 to 63 of a-z 0-9 . _ -, a letter or digit first");
        Optional<Section> section = entry.value().section();
        return section.isEmpty() ? Optional.empty() : read(name, section.get());
    }

    private Optional<TargetConfig> read(Optional<String> name, Section section) {
        Optional<String> protocol =
                section.required("protocol", "postgres")
                        .flatMap(value -> value.word(Map.of("postgres", "postgres")));
        Optional<Addresses.HostPort> address =
                section.required("address", "a host and a port")
                        .flatMap(value -> Addresses.target(value, PORT_POSTGRES));
        Optional<String> database = section.optional("database").flatMap(Value::text);
        Map<String, String> labels =
                section.optional("labels")
                        .flatMap(Value::section)
                        .map(TargetReader::labels)
                        .orElse(Map.of());
        OpenTarget.Tls tls =
                section.optional("tls")
                        .flatMap(Value::section)
                        .map(this::tls)
                        .orElse(new OpenTarget.Tls(Mode.VERIFY_FULL, null, null, null));
        Optional<CredentialRef> credential =
                section.required("credential", "a section with user and password")
                        .flatMap(Value::section)
                        .flatMap(this::credential);
        section.end();
        if (name.isEmpty() || protocol.isEmpty() || address.isEmpty() || credential.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new TargetConfig(
                        new Target(new TargetName(name.get()), protocol.get(), labels),
                        address.get().host(),
                        address.get().port(),
                        database,
                        tls,
                        credential.get()));
    }

    private static Map<String, String> labels(Section section) {
        Map<String, String> labels = new LinkedHashMap<>();
        for (Section.Named entry : section.named()) {
            Optional<String> label =
                    entry.name()
                            .text(LABEL, "1 to 63 of A-Z a-z 0-9 . _ / -, a letter or digit first");
            Optional<String> text = entry.value().text();
            if (label.isPresent() && text.isPresent()) {
                labels.put(label.get(), text.get());
            }
        }
        return labels;
    }

    private OpenTarget.Tls tls(Section section) {
        Map<String, Mode> modes = new LinkedHashMap<>();
        modes.put("verify-full", Mode.VERIFY_FULL);
        modes.put("verify-ca", Mode.VERIFY_CA);
        modes.put("disable", Mode.DISABLE);
        Mode mode =
                section.optional("mode")
                        .flatMap(value -> value.word(modes))
                        .orElse(Mode.VERIFY_FULL);
        Optional<Path> ca = section.optional("ca").flatMap(files::readable);
        Optional<Path> certificate = section.optional("certificate").flatMap(files::readable);
        Optional<Path> key = section.optional("key").flatMap(files::secret);
        if (section.has("certificate") != section.has("key")) {
            section.problem(
                    "a client certificate needs both 'certificate' and 'key' (found: only '"
                            + (section.has("key") ? "key" : "certificate")
                            + "')");
        }
        if (mode == Mode.DISABLE && (section.has("ca") || section.has("certificate"))) {
            section.problem(
                    "mode 'disable' checks nothing (expected: no 'ca' and no 'certificate', or verify-full)");
        }
        section.end();
        return new OpenTarget.Tls(
                mode, ca.orElse(null), certificate.orElse(null), key.orElse(null));
    }

    private Optional<CredentialRef> credential(Section section) {
        Optional<String> user =
                section.required("user", "the target's own user").flatMap(Value::text);
        Optional<String> password = section.optional("password").flatMap(secrets::read);
        section.end();
        return user.map(name -> new CredentialRef(name, password));
    }
}

package dev.sallyport.gateway.config;

import dev.sallyport.gateway.identity.IssuerConfig;
import dev.sallyport.gateway.yaml.Section;
import dev.sallyport.gateway.yaml.Value;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Reads the list `issuers`.
final class IssuerReader {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final Set<String> names = new LinkedHashSet<>();
    private final Set<URI> issuers = new LinkedHashSet<>();

    List<IssuerConfig> read(Value list) {
        List<IssuerConfig> read = new ArrayList<>();
        for (Value item : list.items("a list of identity providers")) {
            item.section().flatMap(this::issuer).ifPresent(read::add);
        }
        return read;
    }

    private Optional<IssuerConfig> issuer(Section section) {
        Optional<String> name =
                section.required("name", "a name for the provider")
                        .flatMap(value ->
                                value.text(
                                                NAME,
                                                "1 to 63 of A-Z a-z 0-9 . _ -, a letter or digit first")
                                        .flatMap(text ->
                                                names.add(text)
                                                        ? Optional.of(text)
                                                        : value.fail("a name used once")));
        Optional<URI> issuer =
                section.required("issuer", "the tokens' iss, an https URL").flatMap(this::url);
        Optional<String> audience =
                section.required("audience", "what the tokens' aud must hold").flatMap(Value::text);
        Set<String> algorithms =
                section.optional("algorithms")
                        .map(IssuerReader::algorithms)
                        .filter(given -> !given.isEmpty())
                        .orElse(IssuerConfig.DEFAULT_ALGORITHMS);
        Duration iatAgeMax =
                section.optional("iatAgeMax")
                        .flatMap(
                                value -> value.duration(Duration.ofMinutes(1), Duration.ofDays(30)))
                        .orElse(IssuerConfig.DEFAULT_IAT_AGE_MAX);
        Optional<String> nameClaim = section.optional("nameClaim").flatMap(Value::text);
        section.end();
        return name.isEmpty() || issuer.isEmpty() || audience.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new IssuerConfig(
                                name.get(),
                                issuer.get(),
                                audience.get(),
                                algorithms,
                                iatAgeMax,
                                nameClaim));
    }

    private Optional<URI> url(Value value) {
        String expected = "an https URL without user and query, or http on loopback";
        return value.text()
                .flatMap(text -> {
                    try {
                        URI url = new URI(text);
                        boolean plainForm =
                                url.getHost() != null
                                        && url.getRawUserInfo() == null
                                        && url.getRawQuery() == null
                                        && url.getRawFragment() == null;
                        boolean safe =
                                "https".equals(url.getScheme())
                                        || ("http".equals(url.getScheme()) && isLoopback(url));
                        if (!plainForm || !safe) {
                            return value.fail(expected);
                        }
                        return issuers.add(url)
                                ? Optional.of(url)
                                : value.fail("an issuer that no other entry has");
                    } catch (URISyntaxException e) {
                        return value.fail(expected);
                    }
                });
    }

    private static boolean isLoopback(URI url) {
        return LOOPBACK.contains(url.getHost());
    }

    private static Set<String> algorithms(Value list) {
        Map<String, String> words = new LinkedHashMap<>();
        IssuerConfig.KNOWN_ALGORITHMS.stream().sorted().forEach(name -> words.put(name, name));
        Set<String> algorithms = new LinkedHashSet<>();
        list.items("a list of signature algorithms")
                .forEach(item -> item.word(words).ifPresent(algorithms::add));
        return algorithms;
    }
}

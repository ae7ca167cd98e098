package dev.sallyport.gateway.policy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Keeps versions in memory, for tests of what stands above the database.
public final class MemoryVersions implements VersionStore {
    private final List<Activation> newestFirst = new ArrayList<>();
    private final Map<String, String> texts = new HashMap<>();

    @Override
    public synchronized void add(Activation activation, String text) {
        newestFirst.addFirst(activation);
        texts.put(activation.sha256(), text);
    }

    @Override
    public synchronized List<Activation> latest(int max) {
        return newestFirst.stream().limit(max).toList();
    }

    @Override
    public synchronized int count() {
        return newestFirst.size();
    }

    @Override
    public synchronized Optional<Activation> find(int number) {
        return newestFirst.stream().filter(one -> one.number() == number).findFirst();
    }

    @Override
    public synchronized Optional<Activation> before(int number, String sha256) {
        return newestFirst.stream()
                .filter(one -> one.number() < number && !one.sha256().equals(sha256))
                .findFirst();
    }

    @Override
    public synchronized Optional<Activation> findByHash(String beginning) {
        return newestFirst.stream().filter(one -> one.sha256().startsWith(beginning)).findFirst();
    }

    @Override
    public synchronized Optional<String> text(String sha256) {
        return Optional.ofNullable(texts.get(sha256));
    }
}

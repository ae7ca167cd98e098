package dev.sallyport.gateway.sql;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The common table expressions in sight: only these names, unqualified, are not tables.
final class Scope {
    final @Nullable Scope outer;
    private final Set<String> names = new HashSet<>();

    Scope(@Nullable Scope outer) {
        this.outer = outer;
    }

    void add(String name) {
        names.add(name);
    }

    boolean hides(String name) {
        for (Scope scope = this; scope != null; scope = scope.outer) {
            if (scope.names.contains(name)) {
                return true;
            }
        }
        return false;
    }
}

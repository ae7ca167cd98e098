package dev.sallyport.gateway.protocol.postgres;

import dev.sallyport.gateway.protocol.OpenTarget;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// What is known of the catalogs of all targets, so that sessions share it: one for each database of a server.
final class Catalogs {
    /// More databases than this are not expected; past it all is forgotten and learnt anew.
    private static final int CATALOGS_MAX = 1_000;

    private final ConcurrentMap<Database, PostgresCatalog> catalogs = new ConcurrentHashMap<>();

    /// @param user sees what its rights let it see, so what it learnt is not everybody's
    private record Database(String host, int port, String user, String name) {}

    /// @param database as the session is connected to
    PostgresCatalog of(OpenTarget target, String database) {
        if (catalogs.size() >= CATALOGS_MAX) {
            catalogs.clear();
        }
        return catalogs.computeIfAbsent(
                new Database(target.host(), target.port(), target.credential().user(), database),
                key ->
                        new PostgresCatalog(
                                key.name(), PooledByteBufAllocator.DEFAULT, System::nanoTime));
    }
}

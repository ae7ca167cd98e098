package dev.sallyport.gateway.control;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Bounds what connections can cost: their number, and the time one may take to bring its first request. Later idle
/// time is the server's own idle timeout's to end.
final class Connections {
    private final Vertx vertx;
    private final int max;
    private final long firstRequestMillis;
    // The timer of each connection, which outlives its purpose once a request has come.
    private final Map<HttpConnection, Long> deadlines = new ConcurrentHashMap<>();

    Connections(Vertx vertx, int max, long firstRequestMillis) {
        this.vertx = vertx;
        this.max = max;
        this.firstRequestMillis = firstRequestMillis;
    }

    void opened(HttpConnection connection) {
        if (deadlines.size() >= max) {
            connection.close();
            return;
        }
        deadlines.put(connection, vertx.setTimer(firstRequestMillis, _ -> connection.close()));
        connection.closeHandler(_ -> {
            Long timer = deadlines.remove(connection);
            if (timer != null) {
                vertx.cancelTimer(timer);
            }
        });
    }

    void hasAsked(HttpConnection connection) {
        Long timer = deadlines.get(connection);
        if (timer != null) {
            vertx.cancelTimer(timer);
        }
    }
}

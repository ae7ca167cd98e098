package dev.sallyport.gateway.recording;

import dev.sallyport.model.identity.SessionId;
import dev.sallyport.model.recording.Event;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The gateway's own recording: what happens outside sessions, such as refused logins, passes issued, answers given.
///
/// It is an ordinary recording with a home of its own, one thread, and callers wait for the receipt: who does something
/// that must be on record does it after [#record] has returned.
public final class AuditTrail implements AutoCloseable {
    private static final int RECEIPT_SECONDS_MAX = 30;

    private final ExecutorService home =
            Executors.newSingleThreadExecutor(Thread.ofPlatform().name("audit").factory());
    private final CompletableFuture<Recording> recording;

    private final Set<CompletableFuture<Void>> waiting = ConcurrentHashMap.newKeySet();

    public AuditTrail(Journal journal, SessionId id, Event.Opened opened) {
        this.recording =
                CompletableFuture.supplyAsync(
                        () -> journal.open(id, opened, home, this::failed), home);
    }

    /// Writes the event and waits for its receipt. Not to be called on an event loop.
    ///
    /// @throws IOException where it could not be written; then what it tells of must not happen
    @SuppressWarnings("UndefinedEquals") // the very future that was added is removed
    public void record(Event.Noted event) throws IOException {
        CompletableFuture<Void> receipted = new CompletableFuture<>();
        waiting.add(receipted);
        recording
                .thenAcceptAsync(
                        open -> {
                            open.append(event);
                            open.commit(() -> receipted.complete(null));
                        },
                        home)
                .exceptionally(failure -> {
                    receipted.completeExceptionally(failure);
                    return null;
                });
        try {
            receipted.get(RECEIPT_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("the audit recording cannot be written", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted before the audit record was written", e);
        } finally {
            waiting.remove(receipted);
        }
    }

    /// Nothing can be written any more: nobody need wait for a receipt that will not come.
    private void failed(Throwable why) {
        waiting.forEach(receipted -> receipted.completeExceptionally(why));
    }

    @Override
    public void close() {
        recording
                .thenAcceptAsync(open -> open.close(new Event.Closed("shutdown", "")), home)
                .exceptionally(failure -> null)
                .join();
        home.shutdown();
    }
}

package dev.sallyport.gateway.control;

import dev.sallyport.model.recording.Event;
import java.io.IOException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the order that every mutating call has to keep: recorded first, done then, and not done if not recorded.
final class AuditedCalls {
    private static final Logger LOG = LoggerFactory.getLogger(AuditedCalls.class);

    private final Audit audit;

    AuditedCalls(Audit audit) {
        this.audit = audit;
    }

    /// Does it once the event has its receipt; else answers with a problem, and nothing happens.
    Reply then(Event.Noted event, Supplier<Reply> deed) {
        try {
            audit.record(event);
        } catch (IOException | RuntimeException e) {
            LOG.error("not recorded, so not done: {}", event.what(), e);
            return Reply.of(Problems.notRecorded());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Reply.of(Problems.notRecorded());
        }
        return deed.get();
    }
}

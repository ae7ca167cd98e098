package dev.sallyport.gateway.approval;

import dev.sallyport.model.approval.Answer;
import dev.sallyport.model.approval.Outcome;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// A listener that keeps what it hears.
final class Heard implements ApprovalDesk.Listener {
    final List<Answer> answers = new CopyOnWriteArrayList<>();
    final AtomicInteger endings = new AtomicInteger();
    final AtomicInteger offVirtualThreads = new AtomicInteger();
    private final CompletableFuture<Outcome> end = new CompletableFuture<>();

    @Override
    public void answered(Answer answer) {
        noteThread();
        if (endings.get() > 0) {
            throw new AssertionError("an answer after the end");
        }
        answers.add(answer);
    }

    @Override
    public void ended(Outcome outcome) {
        noteThread();
        endings.incrementAndGet();
        end.complete(outcome);
    }

    boolean hasEnded() {
        return end.isDone();
    }

    Outcome outcome() {
        try {
            return end.get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("the question did not end", e);
        }
    }

    private void noteThread() {
        if (!Thread.currentThread().isVirtual()) {
            offVirtualThreads.incrementAndGet();
        }
    }
}

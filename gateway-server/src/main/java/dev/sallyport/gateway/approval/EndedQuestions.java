package dev.sallyport.gateway.approval;

import dev.sallyport.model.approval.Approval;
import dev.sallyport.model.approval.ApprovalId;
import dev.sallyport.model.statement.Parameter;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The questions that ended lately, so that a late answer can be told how it went, and people can look it up.
///
/// What must not be forgotten stands in the recording; this is a convenience, so it is bounded and the oldest go first.
///
/// Guarded by the desk's lock.
final class EndedQuestions {
    /// How many are kept.
    static final int KEPT_MAX = 1_000;

    /// How many characters and bytes of statements are kept: few are long, but those can be as long as a frame.
    static final long KEPT_SIZE_MAX = 32L << 20;

    private final Map<ApprovalId, ApprovalState.Ended> byId = new LinkedHashMap<>();
    private long size;

    void add(Question question) {
        ApprovalState.Ended ended = question.whenEnded();
        byId.put(ended.approval().id(), ended);
        size += sizeOf(ended.approval());
        Iterator<ApprovalState.Ended> oldest = byId.values().iterator();
        while (byId.size() > KEPT_MAX || size > KEPT_SIZE_MAX) {
            size -= sizeOf(oldest.next().approval());
            oldest.remove();
        }
    }

    ApprovalState.@Nullable Ended find(ApprovalId id) {
        return byId.get(id);
    }

    private static long sizeOf(Approval approval) {
        long size = approval.statement().text().length();
        for (Parameter parameter : approval.statement().parameters()) {
            byte[] value = parameter.value();
            size += value == null ? 0 : value.length;
        }
        return size;
    }
}

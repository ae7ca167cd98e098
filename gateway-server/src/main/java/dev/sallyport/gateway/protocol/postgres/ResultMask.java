package dev.sallyport.gateway.protocol.postgres;

import dev.sallyport.gateway.masking.MaskPlan;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How the rows of one result are masked: planned once from its columns, laid over every row.
final class ResultMask {
    private final MaskPlan plan;
    private final int columns;

    /// Null where the plan is empty, and rows pass as they are.
    private final @Nullable FrameMask masker;

    ResultMask(MaskPlan plan, int columns, @Nullable FrameMask masker) {
        this.plan = plan;
        this.columns = columns;
        this.masker = masker;
    }

    /// For the recording: how each column is masked.
    List<String> inWords() {
        return plan.isEmpty() ? List.of() : plan.words(columns);
    }

    /// Takes the frame over if it returns; the caller keeps it if this throws.
    ///
    /// @return the rows as the client may see them, or null while a long row is not complete
    @Nullable Frame apply(Frame frame) {
        if (masker == null) {
            return frame;
        }
        // The masker lets go of what it is given in any case, and a caller whose call failed lets
        // go of it as well.
        frame.bytes().retain();
        Frame masked = masker.mask(frame);
        frame.release();
        return masked;
    }

    /// The result is complete.
    void end() {
        if (masker != null) {
            masker.end();
        }
    }

    void release() {
        if (masker != null) {
            masker.release();
        }
    }
}

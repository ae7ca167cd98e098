package dev.sallyport.model.control;

import java.util.List;

/// The open questions that somebody may see, the oldest first.
///
/// @param approvals at most 1,000
/// @param more how many more there are
public record ApprovalList(List<ApprovalSummary> approvals, int more) {
    public ApprovalList {
        approvals = List.copyOf(approvals);
    }
}

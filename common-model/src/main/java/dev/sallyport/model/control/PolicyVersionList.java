package dev.sallyport.model.control;

import java.util.List;

/// The policies that were in force, the newest first.
///
/// @param versions at most 1,000
/// @param more how many more there are
public record PolicyVersionList(List<PolicyVersionSummary> versions, int more) {
    public PolicyVersionList {
        versions = List.copyOf(versions);
    }
}

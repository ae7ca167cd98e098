package dev.sallyport.model.control;

import dev.sallyport.model.approval.ApprovalId;
import dev.sallyport.model.identity.SessionId;
import dev.sallyport.model.target.TargetName;
import java.time.Instant;
import java.util.List;

/// One question as a line of a list. Texts in it are the client's own: neutralise them before they reach a terminal.
///
/// @param does what the statement does, in words, as far as the reader understood it
/// @param firstLine the beginning of the statement's text, at most 200 characters of its first line
/// @param rules ids of the rules that ask
/// @param fromRoles whose word it needs: `dba`, `(dba or lead) and security`
/// @param people how many different people must say yes
/// @param yes how many have so far
/// @param asked when it was put
/// @param expires when it ends without further answers
/// @param mayAnswer whether whoever asked for this list may answer it
public record ApprovalSummary(
        ApprovalId id,
        ApprovalStatus status,
        SessionId session,
        TargetName target,
        Who who,
        String does,
        String firstLine,
        List<String> rules,
        String fromRoles,
        int people,
        int yes,
        Instant asked,
        Instant expires,
        boolean mayAnswer) {
    public ApprovalSummary {
        rules = List.copyOf(rules);
    }
}

package dev.sallyport.gateway.control;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sallyport.gateway.approval.AnswerResult;
import dev.sallyport.gateway.approval.ApprovalDesk;
import dev.sallyport.gateway.approval.ApprovalState;
import dev.sallyport.model.approval.Approval;
import dev.sallyport.model.approval.ApprovalId;
import dev.sallyport.model.control.AnswerRequest;
import dev.sallyport.model.control.AnswerTaken;
import dev.sallyport.model.control.ApprovalList;
import dev.sallyport.model.control.ApprovalStatus;
import dev.sallyport.model.control.ApprovalSummary;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Questions: listed, shown and answered. Those who may answer one see it, and those who asked it, and administrators;
/// to everybody else it does not exist.
final class ApprovalRoutes {
    private static final int LISTED_MAX = 1_000;

    private final ApprovalDesk desk;
    private final AuditedCalls audited;
    private final Set<String> administrators;
    private final ObjectMapper json;

    ApprovalRoutes(
            ApprovalDesk desk,
            AuditedCalls audited,
            Set<String> administrators,
            ObjectMapper json) {
        this.desk = desk;
        this.audited = audited;
        this.administrators = administrators;
        this.json = json;
    }

    Reply answer(Call call) {
        Optional<ApprovalState> found = find(call);
        if (found.isEmpty()) {
            return Reply.of(Problems.notFound("question of that id"));
        }
        return switch (call.read(json, AnswerRequest.class)) {
            case Call.Read.Bad<AnswerRequest> bad -> Reply.of(bad.problem());
            case Call.Read.Good<AnswerRequest> good ->
                    answer(call, found.get().approval(), good.value());
        };
    }

    Reply list(Call call) {
        List<ApprovalState.Open> visible =
                desk.open().stream().filter(state -> maySee(call, state)).toList();
        List<ApprovalSummary> listed =
                visible.stream()
                        .limit(LISTED_MAX)
                        .map(state -> ApprovalViews.summary(state, call.caller()))
                        .toList();
        return Reply.of(200, new ApprovalList(listed, visible.size() - listed.size()));
    }

    Reply show(Call call) {
        return find(call)
                .map(state -> Reply.of(200, ApprovalViews.details(state, call.caller())))
                .orElseGet(() -> Reply.of(Problems.notFound("question of that id")));
    }

    private Reply answer(Call call, Approval approval, AnswerRequest request) {
        ApprovalId id = approval.id();
        String reason = request.reason() == null ? "" : request.reason();
        if (reason.length() > ApprovalDesk.REASON_CHARS_MAX) {
            return Reply.of(
                    Problems.badRequest(
                            "reason: "
                                    + reason.length()
                                    + " characters (expected: at most "
                                    + ApprovalDesk.REASON_CHARS_MAX
                                    + ")."));
        }
        // Asked before it is recorded, so that the recording does not tell of answers that never
        // counted. Whoever is
        // overtaken between the two is recorded once more, as refused.
        AnswerResult would = desk.check(id, call.caller(), reason, request.sha256());
        if (!(would instanceof AnswerResult.Taken)) {
            return refused(call, approval, request, would);
        }
        Map<String, String> values =
                Map.of(
                        "approval", id.value(),
                        "session", approval.session().value(),
                        "target", approval.target().value(),
                        "yes", Boolean.toString(request.yes()),
                        "reason", reason,
                        "sha256", request.sha256());
        return audited.then(
                call.noted("approval-answered", values),
                () -> {
                    AnswerResult result =
                            desk.answer(id, call.caller(), request.yes(), reason, request.sha256());
                    return result instanceof AnswerResult.Taken taken
                            ? taken(id, request, taken)
                            : refused(call, approval, request, result);
                });
    }

    private Reply taken(ApprovalId id, AnswerRequest request, AnswerResult.Taken taken) {
        ApprovalStatus status =
                taken.remaining() > 0
                        ? ApprovalStatus.OPEN
                        : request.yes() ? ApprovalStatus.APPROVED : ApprovalStatus.DENIED;
        return Reply.of(200, new AnswerTaken(id, status, taken.remaining()));
    }

    private Reply refused(Call call, Approval approval, AnswerRequest request, AnswerResult why) {
        ApprovalId id = approval.id();
        Reply reply =
                Reply.of(
                        switch (why) {
                            case AnswerResult.Taken _ ->
                                    throw new IllegalArgumentException(
                                            "why: taken (expected: refused)");
                            case AnswerResult.NotOpen(var how) ->
                                    how == null
                                            ? Problems.notFound("question of that id")
                                            : Problems.notOpen(id, ApprovalViews.inWords(how));
                            case AnswerResult.NotAllowed(var which) ->
                                    switch (which) {
                                        case OWN_REQUEST -> Problems.ownRequest(id);
                                        case ROLE_MISSING ->
                                                Problems.mayNotAnswer(
                                                        id, approval.terms().rolesInWords());
                                    };
                            case AnswerResult.HashMismatch(var expected) ->
                                    Problems.otherStatement(id, expected);
                            case AnswerResult.AlreadyAnswered(var earlier) ->
                                    Problems.alreadyAnswered(id, earlier.yes() ? "yes" : "no");
                            case AnswerResult.NeedsReason _ -> Problems.reasonNeeded(id);
                        });
        Map<String, String> values =
                Map.of(
                        "approval", id.value(),
                        "session", approval.session().value(),
                        "target", approval.target().value(),
                        "yes", Boolean.toString(request.yes()),
                        "why", why.getClass().getSimpleName());
        return audited.then(call.noted("approval-answer-refused", values), () -> reply);
    }

    private Optional<ApprovalState> find(Call call) {
        return desk.find(new ApprovalId(call.id())).filter(state -> maySee(call, state));
    }

    private boolean maySee(Call call, ApprovalState state) {
        Approval approval = state.approval();
        return approval.terms().mayAnswer(call.caller().roles())
                || call.caller().isSameAs(approval.who())
                || call.hasAnyRoleOf(administrators);
    }
}

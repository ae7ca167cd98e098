package dev.sallyport.gateway.control;

import dev.sallyport.model.approval.ApprovalId;
import dev.sallyport.model.control.Problem;
import java.util.List;
import java.util.stream.Collectors;

/// Every problem that the control API knows, each with a sentence on what to do next.
final class Problems {
    private static final int POLICY_PROBLEMS_MAX = 20;

    private Problems() {}

    static Problem badRequest(String detail) {
        return problem(
                "bad-request",
                "The request is malformed",
                400,
                detail,
                "Correct the request and send it again.");
    }

    static Problem notSignedIn(String detail, String next) {
        return problem("not-signed-in", "No valid token", 401, detail, next);
    }

    static Problem notAdministrator(String what) {
        return problem(
                "role-missing",
                "A role is missing",
                403,
                what + " needs an administrator's role, which your token does not give you.",
                "Ask one of the gateway's administrators to do it.");
    }

    static Problem mayNotAnswer(ApprovalId id, String fromRoles) {
        return problem(
                "role-missing",
                "A role is missing",
                403,
                "Answering "
                        + id
                        + " needs the role "
                        + fromRoles
                        + ", which your token does not give you.",
                "Ask somebody who holds it, or sign in with a token that does.");
    }

    static Problem ownRequest(ApprovalId id) {
        return problem(
                "own-request",
                "Nobody answers their own request",
                403,
                id
                        + " was asked by you, and nobody approves or denies their own, administrators included.",
                "Ask somebody else who may answer it, or cancel the statement where it waits.");
    }

    static Problem notFound(String what) {
        return problem(
                "not-found",
                "There is no such thing",
                404,
                "There is no " + what + " that you may see.",
                "Check the name; list what there is with GET /v1/approvals or GET /v1/sessions.");
    }

    static Problem noSuchTarget(String target) {
        return problem(
                "target-not-admitted",
                "No such target for you",
                404,
                "There is no target " + target + " that you may reach.",
                "Check the target's name, and ask the gateway's administrator whether policy admits you to it.");
    }

    static Problem noSuchRoute(String method, String path) {
        return problem(
                "no-such-route",
                "The control API has no such route",
                404,
                method + " " + path + " is not part of the control API.",
                "Check the address, and that it is the control port that you speak to.");
    }

    static Problem wrongMethod(String method, String path) {
        return problem(
                "wrong-method",
                "The route has no such method",
                405,
                path + " has no " + method + ".",
                "Use the method that the control API documents for this route.");
    }

    static Problem tooSlow() {
        return problem(
                "too-slow",
                "The call took too long",
                503,
                "The call was not complete within " + ControlServer.CALL_SECONDS_MAX + " seconds.",
                "See whether it took effect before you send it again.");
    }

    static Problem notOpen(ApprovalId id, String how) {
        return problem(
                "not-open",
                "The question has ended",
                409,
                id + " " + how + ".",
                "Nothing is left to answer; if the statement is still wanted, it has to be asked again.");
    }

    static Problem otherStatement(ApprovalId id, String expected) {
        return problem(
                "other-statement",
                "The answer is about another statement",
                409,
                "The statement that waits as "
                        + id
                        + " has SHA-256 "
                        + expected
                        + ", not the one your answer names.",
                "Read the statement again, and answer with the hash that stands there.");
    }

    static Problem alreadyAnswered(ApprovalId id, String earlier) {
        return problem(
                "already-answered",
                "You have answered already",
                409,
                "You said " + earlier + " to " + id + ", and everybody answers once.",
                "Wait for the others who have to answer.");
    }

    static Problem tooLarge(long bytesMax) {
        return problem(
                "too-large",
                "The request is too large",
                413,
                "The request's body is longer than " + bytesMax + " bytes.",
                "Send a shorter one.");
    }

    static Problem wrongMediaType(String expected) {
        return problem(
                "wrong-media-type",
                "The body is of another type",
                415,
                "This route takes a body of type " + expected + " in UTF-8.",
                "Set the Content-Type header to it, and send that.");
    }

    static Problem reasonNeeded(ApprovalId id) {
        return problem(
                "reason-needed",
                "A reason is needed",
                422,
                "The rule that asks " + id + " takes no answer without a reason.",
                "Answer again, with a reason.");
    }

    static Problem noSuchPolicyVersion(String name) {
        return problem(
                "not-found",
                "There is no such thing",
                404,
                "There is no version '" + name + "' of the policy.",
                "Name it by its number, by at least 8 digits of its SHA-256, or 'active'; list them with GET /v1/policy/versions.");
    }

    static Problem policyFaulty(List<dev.sallyport.gateway.yaml.Problem> problems) {
        String told =
                problems.stream()
                        .limit(POLICY_PROBLEMS_MAX)
                        .map(dev.sallyport.gateway.yaml.Problem::toString)
                        .collect(Collectors.joining("\n"));
        int more = problems.size() - POLICY_PROBLEMS_MAX;
        return problem(
                "policy-faulty",
                "The policy cannot be used",
                422,
                told + (more > 0 ? "\nand " + more + " more" : ""),
                "Correct the policy; POST /v1/policy/check tells every problem of it. The policy in force stays.");
    }

    static Problem policyUnchanged(int number) {
        return problem(
                "policy-unchanged",
                "That policy is in force already",
                409,
                "The text is that of version " + number + ", which is in force.",
                "Nothing is left to do.");
    }

    static Problem noEarlierPolicy() {
        return problem(
                "no-earlier-policy",
                "There is nothing to go back to",
                409,
                "No other policy was in force before this one.",
                "Activate another policy in its place.");
    }

    static Problem internal() {
        return problem(
                "internal",
                "The gateway failed",
                500,
                "The gateway could not complete the call; its log says why.",
                "See whether it took effect, then try again; if it fails again, tell the gateway's administrator.");
    }

    static Problem busy() {
        return problem(
                "busy",
                "Too many calls at once",
                503,
                ControlServer.CALLS_MAX + " calls are being answered already.",
                "Try again in a few seconds.");
    }

    static Problem notRecorded() {
        return problem(
                "not-recorded",
                "The gateway cannot record it",
                503,
                "Nothing happened: the gateway does nothing that it cannot record first.",
                "Tell the gateway's administrator that its recording is not written, and try again later.");
    }

    private static Problem problem(
            String name, String title, int status, String detail, String next) {
        return new Problem(Problem.TYPES + name, title, status, detail, next);
    }
}

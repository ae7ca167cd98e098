package dev.sallyport.gateway.control;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sallyport.gateway.policy.Activation;
import dev.sallyport.gateway.policy.PolicyVersions;
import dev.sallyport.gateway.policy.PolicyVersions.Result;
import dev.sallyport.model.control.PolicyActivationRequest;
import dev.sallyport.model.control.PolicyChangeRequest;
import dev.sallyport.model.control.PolicyCheckRequest;
import dev.sallyport.model.control.PolicyChecked;
import dev.sallyport.model.control.PolicyText;
import dev.sallyport.model.control.PolicyVersionList;
import dev.sallyport.model.control.PolicyVersionSummary;
import dev.sallyport.model.control.Who;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The policy's versions: administrators list, show, check, activate and roll back. Nobody else, as a policy tells where
/// its gaps are.
final class PolicyRoutes {
    private static final int LISTED_MAX = 1_000;
    private static final int REASON_CHARS_MAX = 1_000;
    private static final Logger LOG = LoggerFactory.getLogger(PolicyRoutes.class);

    private final PolicyVersions versions;
    private final Audit audit;
    private final Set<String> administrators;
    private final ObjectMapper json;

    PolicyRoutes(
            PolicyVersions versions, Audit audit, Set<String> administrators, ObjectMapper json) {
        this.versions = versions;
        this.audit = audit;
        this.administrators = administrators;
        this.json = json;
    }

    /// One way to another version.
    private interface Change {
        Result with(Activation.By by, String reason, PolicyVersions.Witness witness)
                throws IOException;
    }

    Reply activate(Call call) {
        return body(
                call,
                "Activating a policy",
                PolicyActivationRequest.class,
                asked ->
                        change(
                                call,
                                asked.reason(),
                                (by, reason, witness) ->
                                        versions.activate(asked.text(), by, reason, witness)));
    }

    Reply reload(Call call) {
        return body(
                call,
                "Reloading the policy",
                PolicyChangeRequest.class,
                asked -> change(call, asked.reason(), versions::reload));
    }

    Reply rollback(Call call) {
        return body(
                call,
                "Rolling the policy back",
                PolicyChangeRequest.class,
                asked -> change(call, asked.reason(), versions::rollback));
    }

    Reply check(Call call) {
        return body(
                call,
                "Checking a policy",
                PolicyCheckRequest.class,
                asked -> {
                    PolicyVersions.Checked checked = versions.check(asked.text());
                    return Reply.of(
                            200,
                            new PolicyChecked(
                                    checked.version(),
                                    checked.tests(),
                                    checked.problems().stream()
                                            .map(problem ->
                                                    new PolicyChecked.PolicyProblem(
                                                            problem.spot().line(),
                                                            problem.spot().column(),
                                                            problem.message()))
                                            .toList()));
                });
    }

    Reply list(Call call) {
        if (!call.hasAnyRoleOf(administrators)) {
            return Reply.of(Problems.notAdministrator("Listing the policy's versions"));
        }
        List<PolicyVersionSummary> listed =
                versions.latest(LISTED_MAX).stream().map(this::summary).toList();
        return Reply.of(200, new PolicyVersionList(listed, versions.count() - listed.size()));
    }

    Reply show(Call call) {
        if (!call.hasAnyRoleOf(administrators)) {
            return Reply.of(Problems.notAdministrator("Showing the policy"));
        }
        return versions.find(call.id())
                .map(found -> Reply.of(200, new PolicyText(summary(found), versions.text(found))))
                .orElseGet(() -> Reply.of(Problems.noSuchPolicyVersion(call.id())));
    }

    private <T> Reply body(Call call, String what, Class<T> type, Function<T, Reply> then) {
        if (!call.hasAnyRoleOf(administrators)) {
            return Reply.of(Problems.notAdministrator(what));
        }
        return switch (call.read(json, type)) {
            case Call.Read.Bad<T> bad -> Reply.of(bad.problem());
            case Call.Read.Good<T> good -> then.apply(good.value());
        };
    }

    private Reply change(Call call, @Nullable String given, Change change) {
        String reason = given == null ? "" : given;
        if (reason.length() > REASON_CHARS_MAX) {
            return Reply.of(
                    Problems.badRequest(
                            "reason: "
                                    + reason.length()
                                    + " characters (expected: at most "
                                    + REASON_CHARS_MAX
                                    + ")."));
        }
        Activation.By by =
                new Activation.By(
                        call.caller().issuer(), call.caller().subject(), call.caller().name());
        try {
            return switch (change.with(by, reason, (from, to) -> record(call, from, to))) {
                case Result.Activated(Activation activation) -> Reply.of(201, summary(activation));
                case Result.Faulty(var problems) -> Reply.of(Problems.policyFaulty(problems));
                case Result.Unchanged(Activation activation) ->
                        Reply.of(Problems.policyUnchanged(activation.number()));
                case Result.NothingEarlier() -> Reply.of(Problems.noEarlierPolicy());
            };
        } catch (IOException e) {
            LOG.error("not recorded, so the policy stays as it is", e);
            return Reply.of(Problems.notRecorded());
        }
    }

    private void record(Call call, Activation from, Activation to) throws IOException {
        try {
            audit.record(call.noted("policy-activated", to.facts(from)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted before it was recorded", e);
        }
    }

    private PolicyVersionSummary summary(Activation of) {
        return new PolicyVersionSummary(
                of.number(),
                of.sha256(),
                of.number() == versions.active().number(),
                of.how().word(),
                new Who(of.by().name(), of.by().issuer(), of.by().subject()),
                of.reason(),
                of.at(),
                of.restores());
    }
}

package dev.sallyport.gateway.control;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sallyport.gateway.policy.Policy;
import dev.sallyport.model.control.PassGranted;
import dev.sallyport.model.control.PassRequest;
import dev.sallyport.model.control.Problem;
import dev.sallyport.model.target.TargetName;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/// Passes: a caller gets one for themselves, to a target that policy admits them to.
final class PassRoutes {
    private final PassIssuer passes;
    private final TargetLookup targets;
    private final Supplier<Policy> policy;
    private final AuditedCalls audited;
    private final Duration lifeMax;
    private final ObjectMapper json;

    PassRoutes(
            PassIssuer passes,
            TargetLookup targets,
            Supplier<Policy> policy,
            AuditedCalls audited,
            Duration lifeMax,
            ObjectMapper json) {
        this.passes = passes;
        this.targets = targets;
        this.policy = policy;
        this.audited = audited;
        this.lifeMax = lifeMax;
        this.json = json;
    }

    Reply issue(Call call) {
        return switch (call.read(json, PassRequest.class)) {
            case Call.Read.Bad<PassRequest> bad -> Reply.of(bad.problem());
            case Call.Read.Good<PassRequest> good -> issue(call, good.value());
        };
    }

    private Reply issue(Call call, PassRequest request) {
        long seconds = request.seconds() == null ? lifeMax.toSeconds() : request.seconds();
        if (seconds < 1 || seconds > lifeMax.toSeconds()) {
            return Reply.of(
                    Problems.badRequest(
                            "seconds: "
                                    + seconds
                                    + " (expected: 1.."
                                    + lifeMax.toSeconds()
                                    + ")."));
        }
        return grant(
                call,
                request.target(),
                Duration.ofSeconds(seconds),
                granted -> Reply.of(201, granted),
                Reply::of);
    }

    /// The one way to a pass, whatever form it was asked in. To somebody whom policy does not admit, a target that
    /// exists is like one that does not.
    Reply grant(
            Call call,
            String targetName,
            Duration life,
            Function<PassGranted, Reply> granted,
            Function<Problem, Reply> refused) {
        TargetName target;
        try {
            target = new TargetName(targetName);
        } catch (IllegalArgumentException e) {
            return refused.apply(Problems.badRequest("The " + e.getMessage() + "."));
        }
        boolean admitted =
                targets.find(target)
                        .map(known -> policy.get().admits(call.caller(), known))
                        .orElse(false);
        if (!admitted) {
            return refused.apply(Problems.noSuchTarget(target.value()));
        }
        Map<String, String> values =
                Map.of("target", target.value(), "seconds", Long.toString(life.toSeconds()));
        return audited.then(
                call.noted("pass-issued", values),
                () -> {
                    PassIssuer.Issued pass =
                            passes.issue(call.caller().withRoles(Set.of()), target, life);
                    return granted.apply(
                            new PassGranted(pass.id(), pass.secret(), target, pass.expires()));
                });
    }

    Duration lifeMax() {
        return lifeMax;
    }
}

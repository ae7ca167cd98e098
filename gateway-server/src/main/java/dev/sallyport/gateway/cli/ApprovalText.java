package dev.sallyport.gateway.cli;

import dev.sallyport.model.control.AnswerGiven;
import dev.sallyport.model.control.ApprovalDetails;
import dev.sallyport.model.control.ApprovalSummary;
import dev.sallyport.model.control.BoundValue;
import dev.sallyport.model.control.Who;
import dev.sallyport.model.policy.Grounds;
import dev.sallyport.model.policy.Holds;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;

/// A question as an approver reads it: everything the answer is bound to, and nothing in it that a terminal obeys. Lines
/// of the statement stand behind a bar, so that none of them passes for one of ours.
final class ApprovalText {
    private ApprovalText() {}

    static void print(ApprovalDetails details, Instant now, PrintWriter out) {
        ApprovalSummary summary = details.summary();
        field(out, "Question", summary.id() + ", " + summary.status().word());
        field(out, "Who asks", who(summary.who()));
        field(out, "Target", summary.target().value());
        field(out, "Session", summary.session().value());
        field(
                out,
                "Asked",
                Times.at(summary.asked())
                        + ", "
                        + Times.span(Duration.between(summary.asked(), now))
                        + " ago");
        if (details.ended() == null) {
            field(
                    out,
                    "Expires",
                    Times.at(summary.expires())
                            + ", in "
                            + Times.span(Duration.between(now, summary.expires())));
        } else {
            field(out, "Ended", Times.at(details.ended()));
        }
        field(out, "Needs", needs(summary) + (details.reasonRequired() ? ", with a reason" : ""));
        if (!details.holds().equals(Holds.ONCE.inWords())) {
            field(out, "A yes holds", details.holds() + ", for the very same statement");
        }
        for (Grounds grounds : details.grounds()) {
            field(out, "Rule", grounds.rule() + ": " + grounds.says());
        }
        for (AnswerGiven answer : details.answers()) {
            field(
                    out,
                    answer.yes() ? "Yes" : "No",
                    who(answer.by())
                            + " at "
                            + Times.at(answer.at())
                            + (answer.reason().isEmpty() ? "" : ": " + answer.reason()));
        }
        field(out, "It does", summary.does());
        field(out, "SHA-256", details.sha256());
        out.println("Statement:");
        Plain.lines(details.text()).forEach(line -> out.println("  | " + line));
        int number = 1;
        for (BoundValue value : details.parameters()) {
            field(out, "Parameter " + number++, inWords(value));
        }
    }

    static String needs(ApprovalSummary summary) {
        return summary.yes() + " of " + summary.people() + " from " + summary.fromRoles();
    }

    static String who(Who who) {
        return who.name() + " (" + who.subject() + " at " + who.issuer() + ")";
    }

    private static String inWords(BoundValue value) {
        byte[] bytes = value.value();
        if (bytes == null) {
            return "NULL";
        }
        return value.binary()
                ? "binary, " + bytes.length + " bytes: " + HexFormat.of().formatHex(bytes)
                : "'" + new String(bytes, StandardCharsets.UTF_8) + "'";
    }

    private static void field(PrintWriter out, String name, String value) {
        out.println(name + ":" + " ".repeat(Math.max(1, 12 - name.length())) + Plain.line(value));
    }
}

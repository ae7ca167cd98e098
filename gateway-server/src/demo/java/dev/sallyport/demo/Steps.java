package dev.sallyport.demo;

import java.io.PrintStream;

/// Tells the demo's steps as they happen: what was done, what was expected, what happened.
final class Steps {
    private final PrintStream out;
    private int played;
    private int matched;

    Steps(PrintStream out) {
        this.out = out;
    }

    /// A new step begins.
    void begin(String title) {
        out.println();
        out.printf("%2d  %s%n", ++played, title);
    }

    /// What was asked, as the person would type it.
    void asked(String who, String what) {
        out.println("    " + who + "> " + what);
    }

    /// Something worth knowing that decides nothing.
    void note(String text) {
        out.println("    " + text.replace("\n", "\n    "));
    }

    /// Ends the step.
    void end(String expected, String happened, boolean ok) {
        out.println("    expected: " + expected);
        out.println("    happened: " + happened.strip().replace("\n", "\n              "));
        out.println(ok ? "    as expected" : "    NOT AS EXPECTED");
        matched += ok ? 1 : 0;
    }

    boolean allMatched() {
        return matched == played;
    }

    String summary() {
        return matched
                + " of "
                + played
                + " steps went as expected"
                + (allMatched() ? "." : "; see NOT AS EXPECTED above.");
    }
}

package dev.sallyport.gateway.cli;

import dev.sallyport.model.control.Problem;

/// Why a command that asks the gateway did not succeed: what was wrong, and what to do next.
final class ControlFailure extends Exception {
    private final String next;

    ControlFailure(String what, String next) {
        super(what);
        this.next = next;
    }

    static ControlFailure of(Problem problem) {
        return new ControlFailure(problem.detail(), problem.next());
    }

    String what() {
        return String.valueOf(getMessage());
    }

    String next() {
        return next;
    }
}

package dev.sallyport.model.terminal;

import static dev.sallyport.model.terminal.Transitions.GROUND;

/// Takes bytes apart into characters, controls and sequences, wherever they are split.
final class Parser {
    private final Interpreter interpreter;
    private final Unfinished unfinished;

    Parser(Interpreter interpreter, Unfinished unfinished) {
        this.interpreter = interpreter;
        this.unfinished = unfinished;
    }

    Unfinished unfinished() {
        return unfinished;
    }

    void feed(byte[] bytes, int from, int to) {
        Utf8 utf8 = unfinished.utf8;
        int at = from;
        while (at < to) {
            int b = bytes[at];
            if (b >= 0 && utf8.idle()) {
                int end = unfinished.state == GROUND ? endOfText(bytes, at, to) : at;
                if (end > at) {
                    interpreter.printAscii(bytes, at, end);
                    at = end;
                } else {
                    take(b);
                    at++;
                }
                continue;
            }
            int codePoint = utf8.take(b & 0xFF);
            if (codePoint == Utf8.AGAIN) {
                take(Utf8.REPLACEMENT);
                continue;
            }
            if (codePoint != Utf8.UNFINISHED) {
                take(codePoint);
            }
            at++;
        }
    }

    private static int endOfText(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && bytes[at] >= 0x20 && bytes[at] != 0x7F) {
            at++;
        }
        return at;
    }

    private void take(int code) {
        Unfinished now = unfinished;
        int transition = Transitions.of(now.state, code);
        now.state = Transitions.next(transition);
        switch (Transitions.action(transition)) {
            case Transitions.PRINT -> interpreter.print(code);
            case Transitions.EXECUTE -> interpreter.control(code);
            case Transitions.CLEAR -> now.clear();
            case Transitions.COLLECT -> now.collect(code);
            case Transitions.PARAMETER -> now.parameters.take(code);
            case Transitions.ESCAPE_DISPATCH -> interpreter.escape(now.collected, code);
            case Transitions.CSI_DISPATCH ->
                    interpreter.sequence(now.collected, code, now.parameters);
            case Transitions.OSC_START -> now.text.setLength(0);
            case Transitions.OSC_PUT -> now.append(code);
            case Transitions.OSC_END -> {
                if (now.textFits()) {
                    interpreter.operatingSystemCommand(now.text.toString());
                }
                now.clear();
            }
            default -> {}
        }
        if (now.state != Transitions.OSC) {
            now.text.setLength(0);
        }
    }
}

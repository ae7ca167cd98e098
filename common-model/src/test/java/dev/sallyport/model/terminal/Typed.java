package dev.sallyport.model.terminal;

import java.nio.charset.StandardCharsets;

/// A small terminal to be written to in tests: `Typed.on(10, 3).write("ab\n")`.
final class Typed {
    static final String ESC = "\u001b";
    static final String CSI = "\u001b[";

    final Terminal terminal;

    private Typed(Terminal terminal) {
        this.terminal = terminal;
    }

    static Typed on(int columns, int rows) {
        return new Typed(new Terminal(new Size(columns, rows)));
    }

    Typed write(String text) {
        return write(text.getBytes(StandardCharsets.UTF_8));
    }

    Typed write(byte[] bytes) {
        terminal.feed(bytes);
        return this;
    }

    Typed write(int... bytes) {
        byte[] all = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            all[i] = (byte) bytes[i];
        }
        return write(all);
    }

    Typed resize(int columns, int rows) {
        terminal.resize(new Size(columns, rows));
        return this;
    }

    Screen screen() {
        return terminal.screen();
    }

    Line line(int row) {
        return screen().line(row);
    }

    /// All rows, each up to its last character.
    String rows() {
        StringBuilder rows = new StringBuilder();
        for (int row = 0; row < screen().size().rows(); row++) {
            rows.append(row == 0 ? "" : "\n").append(line(row).text());
        }
        return rows.toString();
    }

    /// Row and column of the cursor, with a plus while a wrap is pending.
    String cursor() {
        Screen.Cursor cursor = screen().cursor();
        return cursor.row() + "," + cursor.column() + (cursor.wrapPending() ? "+" : "");
    }

    Style style(int row, int column) {
        return line(row).style(column);
    }
}

package dev.sallyport.model.terminal;

import java.util.OptionalInt;

/// OSC: titles, colours and links. All else, the clipboard (52) and every question first, is passed over.
final class OperatingSystemCommand {
    private final State state;

    OperatingSystemCommand(State state) {
        this.state = state;
    }

    void run(String text) {
        int semicolon = text.indexOf(';');
        String number = semicolon < 0 ? text : text.substring(0, semicolon);
        String rest = semicolon < 0 ? "" : text.substring(semicolon + 1);
        switch (number) {
            case "0" -> {
                state.titles.title(rest);
                state.titles.icon(rest);
            }
            case "1" -> state.titles.icon(rest);
            case "2" -> state.titles.title(rest);
            case "4" -> indexedColours(rest);
            case "8" -> link(rest);
            case "10" -> themeColours(rest, Palette.FOREGROUND);
            case "11" -> themeColours(rest, Palette.BACKGROUND);
            case "12" -> themeColours(rest, Palette.CURSOR);
            case "104" -> resetIndexedColours(rest);
            case "110" -> state.palette.reset(Palette.FOREGROUND);
            case "111" -> state.palette.reset(Palette.BACKGROUND);
            case "112" -> state.palette.reset(Palette.CURSOR);
            default -> {}
        }
    }

    // index;colour;index;colour...
    private void indexedColours(String text) {
        String[] parts = text.split(";", -1);
        for (int i = 0; i + 1 < parts.length; i += 2) {
            int index = index(parts[i]);
            OptionalInt rgb = Palette.parse(parts[i + 1]);
            if (index >= 0 && rgb.isPresent()) {
                state.palette.set(index, rgb.getAsInt());
            }
        }
    }

    // OSC 10 with several colours goes on to the background and the cursor.
    private void themeColours(String text, int first) {
        int index = first;
        for (String colour : text.split(";", -1)) {
            OptionalInt rgb = Palette.parse(colour);
            if (index < Palette.SIZE && rgb.isPresent()) {
                state.palette.set(index, rgb.getAsInt());
            }
            index++;
        }
    }

    private void resetIndexedColours(String text) {
        if (text.isEmpty()) {
            state.palette.resetIndexed();
            return;
        }
        for (String part : text.split(";", -1)) {
            int index = index(part);
            if (index >= 0) {
                state.palette.reset(index);
            }
        }
    }

    private static int index(String text) {
        if (text.isEmpty() || text.length() > 3) {
            return -1;
        }
        int value = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value <= 255 ? value : -1;
    }

    // parameters;address, and an empty address ends the link; the address itself may have
    // semicolons
    private void link(String text) {
        int semicolon = text.indexOf(';');
        if (semicolon >= 0) {
            String address = text.substring(semicolon + 1);
            state.pen.link(address.isEmpty() ? 0 : state.links.add(address));
        }
    }
}

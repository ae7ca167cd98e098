package dev.sallyport.model.terminal;

import java.util.ArrayList;
import java.util.List;

/// The names that the program gave its window and its icon, and those it put aside (CSI 22 t and 23 t).
final class Titles {
    /// UTF-16 units kept of a title.
    static final int LENGTH_MAX = 512;

    /// Titles put aside; the oldest goes when one more comes (as with xterm.js).
    static final int KEPT_MAX = 10;

    String title = "";
    String icon = "";
    final List<String> keptTitles;
    final List<String> keptIcons;

    Titles() {
        keptTitles = new ArrayList<>();
        keptIcons = new ArrayList<>();
    }

    Titles(Titles other) {
        title = other.title;
        icon = other.icon;
        keptTitles = new ArrayList<>(other.keptTitles);
        keptIcons = new ArrayList<>(other.keptIcons);
    }

    void title(String text) {
        title = bounded(text);
    }

    void icon(String text) {
        icon = bounded(text);
    }

    void keepTitle() {
        keep(keptTitles, title);
    }

    void keepIcon() {
        keep(keptIcons, icon);
    }

    void bringBackTitle() {
        if (!keptTitles.isEmpty()) {
            title = keptTitles.removeLast();
        }
    }

    void bringBackIcon() {
        if (!keptIcons.isEmpty()) {
            icon = keptIcons.removeLast();
        }
    }

    private static void keep(List<String> kept, String text) {
        kept.add(text);
        if (kept.size() > KEPT_MAX) {
            kept.removeFirst();
        }
    }

    private static String bounded(String text) {
        if (text.length() <= LENGTH_MAX) {
            return text;
        }
        boolean cutsPair = Character.isHighSurrogate(text.charAt(LENGTH_MAX - 1));
        return text.substring(0, cutsPair ? LENGTH_MAX - 1 : LENGTH_MAX);
    }

    boolean same(Titles other) {
        return title.equals(other.title)
                && icon.equals(other.icon)
                && keptTitles.equals(other.keptTitles)
                && keptIcons.equals(other.keptIcons);
    }
}

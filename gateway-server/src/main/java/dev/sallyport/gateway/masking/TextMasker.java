package dev.sallyport.gateway.masking;

import dev.sallyport.model.policy.Detector;
import dev.sallyport.model.policy.Detector.BuiltIn;
import dev.sallyport.model.policy.MaskKind;
import dev.sallyport.model.policy.MaskRule;
import dev.sallyport.model.policy.Masks;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Hides in texts what the detectors of some masks find. One for each session, used on its loop only.
///
/// One pass over the bytes: nearly all of them begin nothing that is looked for, and cost a look into a table. Only the
/// policy's own expressions cost passes of their own.
@SuppressWarnings("ReferenceEquality") // the very array given means: shown as it is
public final class TextMasker {
    /// A longer text becomes NULL where the policy has expressions of its own, which take a microsecond for a few bytes:
    /// it would hold up all sessions of its loop. What the gateway finds by itself is found in a text of any length.
    public static final int OWN_BYTES_MAX = 32 << 10;

    /// What a text is part of, and so what may stand in place of a find.
    public enum Form {
        /// A text by itself.
        PLAIN,
        /// JSON, which must stay JSON.
        JSON,
        /// Several texts in one, between quotes where need be: an array, a row, a key with its value.
        LIST,
        /// A number, in digits: there is no place for a word in it.
        NUMBER
    }

    private record Own(com.google.re2j.Pattern pattern, MaskKind kind) {}

    private final @Nullable Finder[] byFirst = new @Nullable Finder[256];
    private final List<Own> own = new ArrayList<>();
    private final Masker masker;
    private final Finds finds = new Finds();
    private final boolean empty;

    /// @param masks whose detectors count; where two rules have the same, the stricter kind
    public TextMasker(Masks masks, Masker masker) {
        this.masker = masker;
        Map<BuiltIn, MaskKind> wanted = new EnumMap<>(BuiltIn.class);
        for (MaskRule rule : masks.rules()) {
            for (Detector detector : rule.detectors()) {
                switch (detector) {
                    case BuiltIn builtIn -> wanted.merge(builtIn, rule.kind(), MaskKind::and);
                    case Detector.Own(_, String regex) ->
                            own.add(new Own(com.google.re2j.Pattern.compile(regex), rule.kind()));
                }
            }
        }
        wanted.forEach((what, kind) -> {
            switch (what) {
                case EMAIL -> at("@%", new EmailFinder(kind));
                case PHONE -> at("+(", new PhoneFinder(kind));
                case JWT -> at("e", new JwtFinder(kind));
                case CLOUD_KEY -> at(KeyFinder.anchors(), new KeyFinder(kind));
                case PRIVATE_KEY -> at("-", new PemFinder(kind));
                case CARD,
                        IBAN,
                        US_SSN,
                        ES_DNI,
                        NL_BSN,
                        PL_PESEL,
                        IT_CODICE_FISCALE,
                        FR_NIR,
                        BR_CPF -> {
                    // one finder for all that is made of digits
                }
            }
        });
        if (wanted.containsKey(BuiltIn.CARD)
                || wanted.containsKey(BuiltIn.IBAN)
                || wanted.keySet().stream().anyMatch(NumberFinder.IDS::contains)) {
            at("0123456789", new NumberFinder(wanted));
        }
        empty = wanted.isEmpty() && own.isEmpty();
    }

    private void at(String firsts, Finder finder) {
        firsts.chars().forEach(first -> byFirst[first] = finder);
    }

    /// Whether there is nothing to look for.
    public boolean isEmpty() {
        return empty;
    }

    /// The text as it may be shown.
    public @Nullable String mask(String text, Form form) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        byte[] masked = mask(bytes, bytes.length, form);
        if (masked == null) {
            return null;
        }
        return masked == bytes ? text : new String(masked, StandardCharsets.UTF_8);
    }

    /// The first `length` bytes as they may be shown.
    ///
    /// @return `text` itself where nothing was found; null for SQL NULL
    public byte @Nullable [] mask(byte[] text, int length, Form form) {
        if (!own.isEmpty() && length > OWN_BYTES_MAX) {
            return null;
        }
        byte[] plain = text;
        int to = length;
        if (form == Form.JSON) {
            plain = JsonText.withoutEscapes(text, length);
            to = plain == text ? length : plain.length;
        }
        find(plain, to);
        if (finds.isEmpty()) {
            return text;
        }
        return switch (form) {
            case NUMBER -> null;
            case PLAIN, LIST -> replaced(plain, to, form, null);
            case JSON -> {
                JsonText json = new JsonText(plain, to);
                yield json.fits(finds) ? replaced(plain, to, form, json) : null;
            }
        };
    }

    private void find(byte[] text, int to) {
        finds.clear();
        int at = 0;
        while (at < to) {
            Finder finder = byFirst[text[at] & 0xFF];
            at = finder == null ? at + 1 : Math.max(at + 1, finder.look(text, 0, to, at, finds));
        }
        if (!own.isEmpty()) {
            findOwn(Arrays.copyOf(text, to));
        }
    }

    /// Finds have to come in their order, so those of all expressions are sorted in among the others.
    private void findOwn(byte[] text) {
        record Find(int start, int end, MaskKind kind) {}
        List<Find> all = new ArrayList<>();
        for (int i = 0; i < finds.count(); i++) {
            all.add(new Find(finds.start(i), finds.end(i), finds.kind(i)));
        }
        for (Own each : own) {
            com.google.re2j.Matcher matcher = each.pattern.matcher(text);
            while (matcher.find()) {
                if (matcher.end() > matcher.start()) {
                    all.add(new Find(matcher.start(), matcher.end(), each.kind));
                }
            }
        }
        all.sort(java.util.Comparator.comparingInt(Find::start));
        finds.clear();
        all.forEach(find -> finds.add(find.start, find.end, find.kind));
    }

    private byte @Nullable [] replaced(byte[] text, int to, Form form, @Nullable JsonText json) {
        ByteArrayOutputStream shown = new ByteArrayOutputStream(to + 32);
        int copied = 0;
        for (int i = 0; i < finds.count(); i++) {
            int start = finds.start(i);
            int end = finds.end(i);
            if (form == Form.LIST && hasQuote(text, start, end)) {
                return null;
            }
            byte[] masked = masker.mask(finds.kind(i), text, start, end);
            if (masked == null) {
                return null;
            }
            if (form != Form.PLAIN && hasQuote(masked, 0, masked.length)) {
                masked = Masker.WORD.getBytes(StandardCharsets.US_ASCII);
            }
            if (json != null && !json.isInString(i)) {
                masked = JsonText.NULL;
            }
            shown.write(text, copied, start - copied);
            shown.writeBytes(masked);
            copied = end;
        }
        shown.write(text, copied, to - copied);
        return shown.toByteArray();
    }

    private static boolean hasQuote(byte[] text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text[i] == '"' || text[i] == '\\') {
                return true;
            }
        }
        return false;
    }
}

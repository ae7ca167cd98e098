package dev.sallyport.gateway.masking;

import dev.sallyport.model.policy.Detector.BuiltIn;
import dev.sallyport.model.policy.MaskKind;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Finds what is made of digits, from the first of a group: IBANs, cards, national ids.
final class NumberFinder implements Finder {
    static final Set<BuiltIn> IDS =
            Set.of(
                    BuiltIn.US_SSN,
                    BuiltIn.ES_DNI,
                    BuiltIn.NL_BSN,
                    BuiltIn.PL_PESEL,
                    BuiltIn.IT_CODICE_FISCALE,
                    BuiltIn.FR_NIR,
                    BuiltIn.BR_CPF);

    private final @Nullable MaskKind card;
    private final @Nullable MaskKind iban;
    private final BuiltIn[] ids;
    private final MaskKind[] idKinds;
    private final DigitGroups groups = new DigitGroups();
    private final NationalIds nationalIds = new NationalIds();
    private final byte[] letters = new byte[Ibans.LENGTH_MAX];

    NumberFinder(Map<BuiltIn, MaskKind> wanted) {
        card = wanted.get(BuiltIn.CARD);
        iban = wanted.get(BuiltIn.IBAN);
        ids = wanted.keySet().stream().filter(IDS::contains).sorted().toArray(BuiltIn[]::new);
        idKinds = new MaskKind[ids.length];
        for (int i = 0; i < ids.length; i++) {
            MaskKind kind = wanted.get(ids[i]);
            idKinds[i] = kind == null ? new MaskKind.Redact() : kind;
        }
    }

    @Override
    public int look(byte[] text, int from, int to, int at, Finds finds) {
        if (at > from && Bytes.isDigit(text[at - 1])) {
            return at;
        }
        MaskKind ibanKind = iban;
        if (ibanKind != null) {
            int end = ibanEnd(text, from, to, at);
            if (end > 0) {
                finds.add(at - 2, end, ibanKind);
                return end;
            }
        }
        groups.read(text, to, at);
        MaskKind cardKind = card;
        if (cardKind != null) {
            for (int count = Math.min(groups.count, Cards.DIGITS_MAX);
                    count >= Cards.DIGITS_MIN;
                    count--) {
                if (groups.endsAfter(count) && Cards.isCard(groups.digits, count)) {
                    finds.add(at, groups.ends[count - 1], cardKind);
                    return groups.ends[count - 1];
                }
            }
        }
        for (int i = 0; i < ids.length; i++) {
            if (nationalIds.isThere(ids[i], text, from, to, at, groups)) {
                finds.add(nationalIds.start(), nationalIds.end(), idKinds[i]);
                return nationalIds.end();
            }
        }
        return groups.runEnd;
    }

    /// The end of an IBAN whose check digits stand here; 0 where there is none.
    private int ibanEnd(byte[] text, int from, int to, int at) {
        int start = at - 2;
        if (start < from
                || !Bytes.isLetter(text[start])
                || !Bytes.isLetter(text[start + 1])
                || !Bytes.isEdge(text, from, to, start - 1)) {
            return 0;
        }
        int length = Ibans.length(upper(text[start]), upper(text[start + 1]));
        int count = 0;
        int p = start;
        while (count < length && p < to) {
            byte b = text[p];
            if (Bytes.isDigit(b) || Bytes.isLetter(b)) {
                letters[count++] = upper(b);
            } else if ((b != ' ' && b != '-') || p + 1 >= to || !Bytes.isWord(text[p + 1])) {
                return 0;
            }
            p++;
        }
        return length > 0
                        && count == length
                        && Bytes.isEdge(text, from, to, p)
                        && Bytes.isDigit(letters[3])
                        && CheckDigits.isIban(letters, length)
                ? p
                : 0;
    }

    private static byte upper(byte b) {
        return Bytes.isLetter(b) ? (byte) (b & ~0x20) : b;
    }
}

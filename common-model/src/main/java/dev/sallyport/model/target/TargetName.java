package dev.sallyport.model.target;

import java.util.regex.Pattern;

/// The name under which people reach a target; it stands in user names, so it is kept plain.
///
/// @param value 1 to 63 lower-case letters, digits, dots, hyphens and underscores, a letter or digit first
public record TargetName(String value) {
    private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");

    public TargetName {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "target name: '"
                            + value
                            + "' (expected: 1 to 63 of a-z 0-9 . _ -, a letter or digit first)");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}

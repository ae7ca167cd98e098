package dev.sallyport.gateway.policy;

/// A name with wildcards: `*` stands for any run of characters. Matched without regular expressions, in linear time for
/// the patterns people write.
record Glob(String pattern) {
    /// Whether this pattern is `*`.
    boolean isAny() {
        return pattern.equals("*");
    }

    boolean matches(String name) {
        int p = 0;
        int n = 0;
        int star = -1;
        int retryFrom = 0;
        while (n < name.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                retryFrom = n;
            } else if (p < pattern.length() && pattern.charAt(p) == name.charAt(n)) {
                p++;
                n++;
            } else if (star >= 0) {
                p = star + 1;
                n = ++retryFrom;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }
}

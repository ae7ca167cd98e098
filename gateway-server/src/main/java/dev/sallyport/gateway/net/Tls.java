package dev.sallyport.gateway.net;

/// What both sides' TLS have in common.
final class Tls {
    /// 1.2 stays for targets and drivers that know no better; its suites here are the JDK's, which are sound.
    static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};

    private Tls() {}
}

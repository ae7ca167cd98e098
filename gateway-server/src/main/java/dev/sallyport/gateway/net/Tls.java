package dev.sallyport.gateway.net;

import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.ReferenceCountUtil;

/// What both sides' TLS have in common.
final class Tls {
    /// 1.2 stays for targets and drivers that know no better; its suites are those of the library below, which are sound.
    static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};

    private Tls() {}

    /// BoringSSL where its library can be loaded (Linux on x86-64 and ARM), else the JDK: the same protocol for less
    /// processor time.
    static SslProvider provider() {
        return OpenSsl.isAvailable() ? SslProvider.OPENSSL_REFCNT : SslProvider.JDK;
    }

    /// Lets go of a context's native memory; connections that use it keep it until they end.
    static void release(SslContext context) {
        ReferenceCountUtil.release(context);
    }
}

package dev.sallyport.gateway.cli;

import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Listens for SIGHUP, by which programs without a terminal are told to read their files again.
///
/// The JDK has no supported way to a signal. The one that every JDK has (`sun.misc.Signal`, of the module
/// `jdk.unsupported`) is looked up by name, so that a platform without it, or without that signal, loses the signal and
/// nothing else.
final class HangUp {
    private static final Logger LOG = LoggerFactory.getLogger(HangUp.class);

    private HangUp() {}

    /// Calls this on a thread of its own each time the signal comes.
    static void whenSent(Runnable then) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object listener =
                    Proxy.newProxyInstance(
                            HangUp.class.getClassLoader(),
                            new Class<?>[] {handler},
                            (proxy, method, arguments) -> {
                                if (method.getName().equals("handle")) {
                                    then.run();
                                }
                                return null;
                            });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance("HUP"), listener);
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            LOG.info("SIGHUP is not heard here: use 'sallyport policy reload'");
            LOG.debug("why SIGHUP is not heard", e);
        }
    }
}

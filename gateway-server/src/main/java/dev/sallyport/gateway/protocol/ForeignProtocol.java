package dev.sallyport.gateway.protocol;

import java.net.InetSocketAddress;

/// A protocol whose library owns its sockets.
public non-sealed interface ForeignProtocol extends Protocol {
    /// Serves it at this address until closed.
    AutoCloseable listen(InetSocketAddress at, Door door);
}

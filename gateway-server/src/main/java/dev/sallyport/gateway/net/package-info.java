/// Sockets: listeners, the relay that joins a client to a target on one event loop, TLS, back-pressure.
@NullMarked
package dev.sallyport.gateway.net;

import org.jspecify.annotations.NullMarked;

/// PostgreSQL's protocol as a test speaks it: byte by byte, and on purpose without the product's codec, so that a
/// mistake there cannot hide itself.
@NullMarked
package dev.sallyport.gateway.protocol.postgres.wire;

import org.jspecify.annotations.NullMarked;

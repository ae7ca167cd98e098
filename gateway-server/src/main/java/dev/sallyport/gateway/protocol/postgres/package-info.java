/// PostgreSQL's frontend/backend protocol, version 3.0 and 3.2 (manual chapter 54).
@NullMarked
package dev.sallyport.gateway.protocol.postgres;

import org.jspecify.annotations.NullMarked;

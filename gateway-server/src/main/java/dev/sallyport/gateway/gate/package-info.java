/// The gate: the only place where a statement is decided, recorded, made to wait, and let go or refused.
@NullMarked
package dev.sallyport.gateway.gate;

import org.jspecify.annotations.NullMarked;

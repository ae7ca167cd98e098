/// Proves that the gateway changes nothing that it does not say it changes: scripted exchanges are played directly and
/// through it, and what the server answers must be the same, byte for byte.
@NullMarked
package dev.sallyport.gateway.transparency;

import org.jspecify.annotations.NullMarked;

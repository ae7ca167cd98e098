/// Masks laid over results: planned once per result, from its columns.
@NullMarked
package dev.sallyport.gateway.masking;

import org.jspecify.annotations.NullMarked;

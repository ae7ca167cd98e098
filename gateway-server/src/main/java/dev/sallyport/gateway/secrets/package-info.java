/// Where a target's credential comes from: environment, file, or the sealed store.
@NullMarked
package dev.sallyport.gateway.secrets;

import org.jspecify.annotations.NullMarked;

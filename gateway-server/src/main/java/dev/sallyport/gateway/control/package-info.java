/// The control API over HTTP.
@NullMarked
package dev.sallyport.gateway.control;

import org.jspecify.annotations.NullMarked;

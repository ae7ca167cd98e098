/// `gateway.yaml`: read, checked as a whole, and every problem reported at once with file and line.
@NullMarked
package dev.sallyport.gateway.config;

import org.jspecify.annotations.NullMarked;

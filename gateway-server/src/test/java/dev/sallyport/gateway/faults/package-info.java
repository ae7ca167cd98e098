/// What goes wrong on either side of the gateway, or in it, and what must hold all the same.
@NullMarked
package dev.sallyport.gateway.faults;

import org.jspecify.annotations.NullMarked;

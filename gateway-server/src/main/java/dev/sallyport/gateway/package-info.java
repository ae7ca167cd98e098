/// The gateway: its entry point and the one class that wires everything.
@NullMarked
package dev.sallyport.gateway;

import org.jspecify.annotations.NullMarked;

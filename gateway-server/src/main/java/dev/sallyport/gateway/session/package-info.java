/// Sessions and the one login sequence; knows the protocol interface and the gate, and no protocol by name.
@NullMarked
package dev.sallyport.gateway.session;

import org.jspecify.annotations.NullMarked;

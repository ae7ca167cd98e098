/// How one wire protocol speaks: the interfaces that each protocol implements and is served by.
@NullMarked
package dev.sallyport.gateway.protocol;

import org.jspecify.annotations.NullMarked;

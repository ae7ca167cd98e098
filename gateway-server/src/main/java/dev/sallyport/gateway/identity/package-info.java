/// Who somebody is: tokens checked against their issuer, and passes.
@NullMarked
package dev.sallyport.gateway.identity;

import org.jspecify.annotations.NullMarked;

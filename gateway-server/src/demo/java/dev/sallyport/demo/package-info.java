/// What the demo and the tests need around the gateway: an OIDC issuer of their own. Never part of the gateway's jar.
@NullMarked
package dev.sallyport.demo;

import org.jspecify.annotations.NullMarked;

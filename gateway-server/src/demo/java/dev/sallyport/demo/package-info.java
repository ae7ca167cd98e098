/// The demo's and the tests' real parts: a PostgreSQL server with a small shop in it, and certificates. Compiled as
/// test code, so that none of it can get into the gateway's jar.
@NullMarked
package dev.sallyport.demo;

import org.jspecify.annotations.NullMarked;

/// SQLite: the one home of java.sql. Others see stores behind interfaces of their own, and never a connection.
@NullMarked
package dev.sallyport.gateway.storage;

import org.jspecify.annotations.NullMarked;

/// SQLite: the one home of java.sql.
@NullMarked
package dev.sallyport.gateway.storage;

import org.jspecify.annotations.NullMarked;

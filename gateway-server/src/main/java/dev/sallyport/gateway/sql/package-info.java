/// Reading SQL: what a statement's text does.
@NullMarked
package dev.sallyport.gateway.sql;

import org.jspecify.annotations.NullMarked;

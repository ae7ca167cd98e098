/// What is asked of a target, in words that no protocol owns.
@NullMarked
package dev.sallyport.model.statement;

import org.jspecify.annotations.NullMarked;

/// Questions put to people about one statement, and their answers.
@NullMarked
package dev.sallyport.model.approval;

import org.jspecify.annotations.NullMarked;

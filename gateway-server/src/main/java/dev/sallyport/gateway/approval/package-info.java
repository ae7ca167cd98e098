/// The approval desk: open questions, who may answer them, and their ends.
@NullMarked
package dev.sallyport.gateway.approval;

import org.jspecify.annotations.NullMarked;

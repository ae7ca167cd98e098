/// What is reached: databases, clusters and servers by the names people use for them.
@NullMarked
package dev.sallyport.model.target;

import org.jspecify.annotations.NullMarked;

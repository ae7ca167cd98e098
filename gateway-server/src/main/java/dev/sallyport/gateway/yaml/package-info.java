/// YAML files read with the line and column of everything in them, so that each mistake can be named where it stands.
@NullMarked
package dev.sallyport.gateway.yaml;

import org.jspecify.annotations.NullMarked;

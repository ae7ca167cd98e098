/// The policy file: read, checked, and asked for decisions.
@NullMarked
package dev.sallyport.gateway.policy;

import org.jspecify.annotations.NullMarked;

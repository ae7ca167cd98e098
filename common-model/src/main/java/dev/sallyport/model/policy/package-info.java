/// What a policy answers: allow, ask somebody, or deny, and why.
@NullMarked
package dev.sallyport.model.policy;

import org.jspecify.annotations.NullMarked;

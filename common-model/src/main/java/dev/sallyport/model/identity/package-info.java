/// Who is asking: identities as their provider vouches for them, and the sessions they open.
@NullMarked
package dev.sallyport.model.identity;

import org.jspecify.annotations.NullMarked;

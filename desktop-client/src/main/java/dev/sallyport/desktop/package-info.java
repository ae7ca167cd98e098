/// The desktop client: approvals, live sessions and replay.
@NullMarked
package dev.sallyport.desktop;

import org.jspecify.annotations.NullMarked;

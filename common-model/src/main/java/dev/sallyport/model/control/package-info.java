/// The control API's messages, shared by gateway, command line and desktop client.
@NullMarked
package dev.sallyport.model.control;

import org.jspecify.annotations.NullMarked;

/// The recording: its events, its bytes, and how to read and verify it without the gateway.
@NullMarked
package dev.sallyport.model.recording;

import org.jspecify.annotations.NullMarked;

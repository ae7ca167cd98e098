/// The journal: writes recordings, and gives a receipt for every append.
@NullMarked
package dev.sallyport.gateway.recording;

import org.jspecify.annotations.NullMarked;

/// The command line: one class a command.
@NullMarked
package dev.sallyport.gateway.cli;

import org.jspecify.annotations.NullMarked;

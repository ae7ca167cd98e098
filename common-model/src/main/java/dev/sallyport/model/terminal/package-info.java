/// A terminal without a terminal: bytes in, the screen that a person saw out.
///
/// [Terminal][dev.sallyport.model.terminal.Terminal] takes what a recorded program wrote and gives the
/// [Screen][dev.sallyport.model.terminal.Screen]; a [Keyframe][dev.sallyport.model.terminal.Keyframe] holds its state,
/// so that a replay may start in the middle. It answers nothing, opens nothing and remembers within bounds: what it is
/// fed was written by whoever was recorded.
///
/// Inside: `Parser` finds the control sequences (Paul Williams' state machine), `Interpreter` says what each of them
/// means, `State` is all there is to remember, `Page` one of its two screens, made of `Line`s.
@NullMarked
package dev.sallyport.model.terminal;

import org.jspecify.annotations.NullMarked;

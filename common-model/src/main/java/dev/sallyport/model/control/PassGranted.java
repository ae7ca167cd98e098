package dev.sallyport.model.control;

import dev.sallyport.model.target.TargetName;
import java.time.Instant;

/// A pass: shown in place of a token, at one target, for a short time. The gateway keeps only its hash, so this is the
/// only time that anybody sees it.
///
/// @param id names it in recordings; no secret
/// @param secret what a client gives as its password
public record PassGranted(String id, String secret, TargetName target, Instant expires) {
    @Override
    public String toString() {
        return "pass " + id + " to " + target + " until " + expires;
    }
}

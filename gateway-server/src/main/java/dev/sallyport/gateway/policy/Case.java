package dev.sallyport.gateway.policy;

import dev.sallyport.model.statement.Action;
import java.time.ZoneId;

/// What a condition is asked about: one action of a question, in the time zone that the policy reckons in.
record Case(Question question, Action action, ZoneId zone) {}

package dev.sallyport.model.policy;

/// One reason of a decision.
///
/// @param rule the rule's id, or a word in angle brackets where no rule spoke: `<default>`, `<not-understood>`
/// @param says what the rule tells the person, in one sentence
public record Grounds(String rule, String says) {}

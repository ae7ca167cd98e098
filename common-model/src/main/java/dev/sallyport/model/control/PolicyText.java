package dev.sallyport.model.control;

/// A policy that was in force, with all of its text.
public record PolicyText(PolicyVersionSummary version, String text) {}

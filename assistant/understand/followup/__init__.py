"""Follow-ups made standalone."""

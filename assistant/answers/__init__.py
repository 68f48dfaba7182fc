"""What is said: the sentences that are quoted, how sure that is, or the refusal."""

"""Whether a source supports what a model wrote."""

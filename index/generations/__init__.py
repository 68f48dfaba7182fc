"""Immutable, complete, published states of the index."""

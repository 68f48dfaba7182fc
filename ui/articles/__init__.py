"""The view of articles."""

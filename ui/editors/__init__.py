"""The view of editors."""

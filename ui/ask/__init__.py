"""The view in which questions are asked."""

"""The days that a question speaks of."""

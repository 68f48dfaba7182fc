"""Answers in the words of a language model, held against their sources."""

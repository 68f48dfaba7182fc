"""Answers about the articles themselves: which, how many, by whom."""

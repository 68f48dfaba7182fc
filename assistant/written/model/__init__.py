"""A language model as an option: choosing it, prompting it, and reading what it writes.

Nothing here is imported, and no integration loaded, before a model is chosen and asked for.
"""

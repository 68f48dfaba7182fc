"""English as newspapers write it: one grammar a module, lists as data."""

"""From passages to vectors, and the vectors on Chroma."""

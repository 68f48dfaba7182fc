"""What editors do to the articles and the index."""

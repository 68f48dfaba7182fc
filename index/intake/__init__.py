"""Taking articles into the corpus: from files, pages and feeds."""

"""From articles to passages and the words that find them."""

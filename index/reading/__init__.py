"""From a corpus folder to articles: files in, articles and reasons for what was skipped out."""

"""Speed and answer quality: each module is one command that prints a table."""

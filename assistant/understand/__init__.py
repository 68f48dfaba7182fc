"""What is asked, read once."""

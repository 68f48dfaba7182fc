"""What could answer a question, and how well."""

"""What helps an author while a feature is being written: every answer is about a text, not a file."""

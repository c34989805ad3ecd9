"""What can be said about feature files without playing them, and put right in them."""

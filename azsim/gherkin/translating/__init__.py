"""Steps and feature files in the other language."""

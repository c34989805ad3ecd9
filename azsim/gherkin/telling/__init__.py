"""What a reader is told of scenarios that were played, in both languages."""

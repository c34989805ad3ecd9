"""Real inputs: deployment templates, exports and state files become resources."""

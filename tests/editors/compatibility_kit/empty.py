"""No step, no sentence."""

"""Network functions, one per module; none knows another."""

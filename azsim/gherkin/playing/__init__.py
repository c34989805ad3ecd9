"""Scenarios as pytest collects and plays them."""

"""Frozen records without behaviour: what travels, what a function decides, what was seen."""

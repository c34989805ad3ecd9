"""Explanations as a reader gets them: as text, Markdown, JSON, and scenarios."""

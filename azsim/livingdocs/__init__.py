"""The documentation site: every behaviour with its evidence and its source."""

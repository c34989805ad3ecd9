"""Questions that a trace answers with a table of named columns."""

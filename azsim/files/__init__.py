"""Files that a feature or a command line names: what may be read, and what may be replaced."""

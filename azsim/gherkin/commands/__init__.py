"""The commands around feature files: run, check, steps, new and translate."""

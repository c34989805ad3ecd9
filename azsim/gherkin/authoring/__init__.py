"""Help for whoever writes feature files: nothing here plays a scenario."""

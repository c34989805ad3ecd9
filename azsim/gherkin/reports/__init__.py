"""What a run leaves behind: the console, traces, captures and Cucumber messages."""

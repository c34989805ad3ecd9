"""azsim side by side with its peers, each of them run for real."""

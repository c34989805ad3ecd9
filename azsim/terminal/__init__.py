"""How a command speaks: its usage, its progress, and what a console can show."""

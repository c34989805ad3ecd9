"""The sentences that feature files may use: declared in Python, matched with steps."""

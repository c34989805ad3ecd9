"""Why no sentence fits a step, and what to write instead."""

"""A run as Cucumber messages, which the reports and services around Cucumber read."""

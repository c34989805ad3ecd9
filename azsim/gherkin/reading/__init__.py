"""Feature files: text, trees and scenarios, and what keeps one from being read."""

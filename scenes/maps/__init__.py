"""A loss seen from above, and runs on it."""

"""Files, locks, caches and their keys."""

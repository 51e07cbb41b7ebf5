"""The page’s model: finished strings, out of runs."""

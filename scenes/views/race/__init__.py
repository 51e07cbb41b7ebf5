"""Several runs against each other."""

"""A point on the surface is a line through the data."""

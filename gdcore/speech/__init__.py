"""Written text in words for the ear."""

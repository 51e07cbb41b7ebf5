"""Two-dimensional pictures that several views share: axes, losses, data."""

"""Standard units: the ellipse becomes a circle."""

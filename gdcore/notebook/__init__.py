"""How a run shows itself in a notebook."""

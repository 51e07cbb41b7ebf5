"""Two parameters from above: the map of the loss."""

"""What becomes of a run under every learning rate."""

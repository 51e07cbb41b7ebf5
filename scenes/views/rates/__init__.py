"""Several learning rates on one graph, one after the other."""

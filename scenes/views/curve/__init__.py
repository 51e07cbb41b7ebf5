"""One parameter: the graph of the function."""

"""The data and the surface side by side; with more parameters, one lever for each."""

"""Data in: columns of numbers out of delimited text, or a line for each cell that holds none."""

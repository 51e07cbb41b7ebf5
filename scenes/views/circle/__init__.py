"""A slanted valley becomes round once its column is counted from the mean."""

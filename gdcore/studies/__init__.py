"""Studies of a whole scenario: edges, fates, races, seeds."""

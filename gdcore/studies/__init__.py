"""Questions about a whole scenario: edges, fates, races, seeds."""

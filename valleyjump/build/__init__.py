"""From scenarios to an output folder that changes as a whole."""

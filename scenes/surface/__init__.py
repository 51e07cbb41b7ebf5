"""A loss as a surface: its mesh, its room, and where it is looked at from."""

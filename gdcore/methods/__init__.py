"""Methods that choose their own steps, what changes what any method sees, and the registry of all methods."""

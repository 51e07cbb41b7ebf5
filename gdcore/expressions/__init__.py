"""Functions that users write: a safe language, its exact derivatives, and how they are set."""

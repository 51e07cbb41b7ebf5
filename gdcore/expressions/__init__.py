"""Functions that users write: a safe language, exact derivatives, and well-known test functions."""

"""The article about the built-in runs."""
